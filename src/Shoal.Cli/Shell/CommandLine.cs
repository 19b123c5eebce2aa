using System.CommandLine;
using System.CommandLine.Help;
using Shoal.Cli.Commands;
using Shoal.Cli.Napster.Presence;

namespace Shoal.Cli.Shell;

/// <summary>The whole command line: arguments in, lines and an exit code out. Tests call it in their own process.</summary>
internal static class CommandLine
{
    /// <summary>Runs one verb.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="openOutput">Called once it is known whether --json was given.</param>
    /// <param name="napster">Where the verbs of a Napster user run.</param>
    /// <param name="cancellation">Ctrl-C and SIGTERM.</param>
    public static async Task<int> RunAsync(string[] arguments, Func<bool, Output> openOutput, NapsterShell napster, CancellationToken cancellation)
    {
        var common = new CommonOptions();
        var root = Build(common, napster);
        var parsed = root.Parse(arguments);
        var output = openOutput(parsed.GetValue(common.Json));
        try
        {
            if (Verb.IsAskedToRun(parsed) && parsed is { Errors.Count: 0, CommandResult.Command: Verb { Settings: { } settings } })
            {
                arguments = settings.AddTo(arguments, parsed);
                parsed = root.Parse(arguments);
            }

            var code = await DispatchAsync(arguments, parsed, output, cancellation);
            output.Flush();
            return code;
        }
#pragma warning disable CA1031 // The last line of defence: whatever went wrong, the user reads a sentence and the shell gets a code.
        catch (Exception e)
        {
            return Failure.Report(e, output, verbose: parsed.GetValue(common.Verbose), cancellation.IsCancellationRequested);
        }
#pragma warning restore CA1031
    }

    private static async Task<int> DispatchAsync(string[] arguments, ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (Misuse.Find(parsed) is { } misuse)
        {
            output.ErrorLine(misuse);
            return ExitCode.Usage;
        }

        if (arguments.Length > 0 && parsed.Errors.Count > 0)
        {
            return UsageError(parsed, output);
        }

        return parsed.CommandResult.Command is Verb { Run: { } run } && Verb.IsAskedToRun(parsed)
            ? await run(parsed, output, cancellation)
            : await ShowHelpOrVersion(parsed, output, cancellation);
    }

    private static RootCommand Build(CommonOptions common, NapsterShell napster)
    {
        var root = new RootCommand("Shoal shares, finds and fetches files between people.") { common.Json, common.Verbose };
        foreach (var command in napster.IsInside ? [NapsterCommand.Create(napster)] : Commands(napster))
        {
            root.Add(command);
        }

        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        return root;
    }

    private static Command[] Commands(NapsterShell napster) =>
    [
        CreateCommand.Create(),
        GetCommand.Create(),
        SeedCommand.Create(),
        ShowCommand.Create(),
        HashCommand.Create(),
        VerifyCommand.Create(),
        TrackerCommand.Create(),
        DhtCommand.Create(),
        NapsterCommand.Create(napster),
        DemoCommand.Create(),
    ];

    private static async Task<int> ShowHelpOrVersion(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var invocation = new InvocationConfiguration { Output = output.Out, Error = output.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (parsed.Tokens.Count > 0)
        {
            return await parsed.InvokeAsync(invocation, cancellation);
        }

        // Bare `shoal`: the help is what the user needs, but nothing was done.
        await parsed.RootCommandResult.Command.Parse(["--help"]).InvokeAsync(invocation, cancellation);
        return ExitCode.Usage;
    }

    private static int UsageError(ParseResult parsed, Output output)
    {
        var verb = parsed.CommandResult.Command as Verb;
        var what = verb is null or { Run: null } && parsed.UnmatchedTokens.Count > 0
            ? $"there is no command '{(verb is null ? "" : verb.Path + " ")}{parsed.UnmatchedTokens[0]}'"
            : parsed.Errors[0].Message.TrimEnd('.').ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
        output.ErrorLine($"{what}; see 'shoal{(verb is null ? "" : " " + verb.Path)} --help'");
        return ExitCode.Usage;
    }
}
