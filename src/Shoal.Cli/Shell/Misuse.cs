using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shoal.Cli.Shell;

/// <summary>What the parser lets through, or blames on the wrong word: the same for every verb.</summary>
internal static class Misuse
{
    /// <summary>A sentence about the first thing that makes no sense, or null.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not Verb verb || parsed.Action is HelpWithExamples)
        {
            return null;
        }

        var sentence = UnknownOption(parsed, verb) ?? Missing(parsed, verb);
        return sentence is null ? Empty(parsed, verb) : $"{sentence}; see 'shoal {verb.Path} --help'";
    }

    // To the parser an option that it does not know is a value for the verb's argument. Behind "--" it is one.
    private static string? UnknownOption(ParseResult parsed, Verb verb)
    {
        var values = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .Concat(parsed.UnmatchedTokens).ToHashSet(StringComparer.Ordinal);
        var option = parsed.Tokens
            .TakeWhile(t => t.Type != TokenType.DoubleDash)
            .FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.Length > 1 && t.Value.StartsWith(verb.TakesDashes ? "--" : "-", StringComparison.Ordinal) && values.Contains(t.Value));
        return option is null ? null : $"there is no option '{option.Value}'";
    }

    private static string? Missing(ParseResult parsed, Verb verb)
    {
        var missing = verb.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 });
        return missing is null ? null : $"name {WhatItIs(missing)}";
    }

    private static string? Empty(ParseResult parsed, Verb verb)
    {
        if (verb.Arguments.FirstOrDefault(a => IsEmpty(parsed.GetResult(a))) is { } argument)
        {
            return $"{argument.Name} is empty: name {WhatItIs(argument)}";
        }

        var option = verb.Options.FirstOrDefault(o => o.HelpName is "FILE" or "DIR" && IsEmpty(parsed.GetResult(o)));
        return option is null ? null : $"{option.Name} is empty: name a {(option.HelpName is "DIR" ? "folder" : "file")}";
    }

    private static bool IsEmpty(SymbolResult? result) => result?.Tokens.Any(t => t.Value.Length == 0) == true;

    // "The file or folder to share", as the help has it.
    private static string WhatItIs(Argument argument) => char.ToLowerInvariant(argument.Description![0]) + argument.Description[1..];
}
