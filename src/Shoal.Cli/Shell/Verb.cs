using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;

namespace Shoal.Cli.Shell;

/// <summary>A command of the program. Each verb has one class with a static <c>Create()</c> that returns one of these.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines that work as they stand, shown under the help.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>As it is typed: "tracker user add".</summary>
    public string Path => Parents.OfType<Verb>().FirstOrDefault() is { } parent ? parent.Path + " " + Name : Name;

    /// <summary>Its arguments may begin with a dash: words that are not wanted.</summary>
    public bool TakesDashes { get; set; }

    /// <summary>Where else than on the command line its options are looked for; null: nowhere.</summary>
    public Settings? Settings { get; set; }

    /// <summary>
    /// Does the work and returns an <see cref="ExitCode"/>. Failures are thrown: a <see cref="VerbException"/> carries its exit code,
    /// disk errors end as <see cref="ExitCode.Failed"/>, a cancellation as <see cref="ExitCode.Interrupted"/>.
    /// </summary>
    public Func<ParseResult, Output, CancellationToken, Task<int>>? Run
    {
        get;
        set
        {
            field = value;
            Action = new Marker();
        }
    }

    /// <summary>Adds what it takes: arguments and options, in their order.</summary>
    public void AddAll(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Add(argument);
            }
            else
            {
                Add((Option)symbol);
            }
        }
    }

    /// <summary>It is a verb's own work that was asked for, and not help or the version.</summary>
    public static bool IsAskedToRun(ParseResult parsed) => parsed.Action is Marker;

    /// <summary>Tells the parser that the verb does something without one of the verbs below it; <see cref="CommandLine"/> has it done.</summary>
    private sealed class Marker : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => throw new UnreachableException();
    }
}
