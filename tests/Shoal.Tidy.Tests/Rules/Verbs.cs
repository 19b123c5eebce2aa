using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Every command line that a document shows in a code block uses a verb that the program has.</summary>
internal static partial class Verbs
{
    private const string Commands = "src/Shoal.Cli/Commands/";

    public static IEnumerable<string> Check(SourceFile file, IReadOnlyList<string> paths)
    {
        if (!file.IsMarkdown)
        {
            yield break;
        }

        foreach (var block in Fence().Matches(file.Text).Select(match => match.Value))
        {
            foreach (var verb in CommandLine().Matches(block).Select(match => match.Groups["verb"].Value).Distinct())
            {
                if (!paths.Any(path => path.StartsWith(Commands, StringComparison.Ordinal)
                    && path.EndsWith("/" + verb + "Command.cs", StringComparison.OrdinalIgnoreCase)))
                {
                    yield return $"{file.Path} shows 'shoal {verb}', and there is no {verb}Command.cs under {Commands}";
                }
            }
        }
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?:\$ )?(?:\./)?shoal (?<verb>[a-z]+)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CommandLine();
}
