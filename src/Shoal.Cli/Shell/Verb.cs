using System.CommandLine;

namespace Shoal.Cli.Shell;

/// <summary>A command of the program. Each verb has one class with a static <c>Create()</c> that returns one of these.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines that work as they stand, shown under the help.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Where else than on the command line its options are looked for; null: nowhere.</summary>
    public Settings? Settings { get; set; }

    /// <summary>
    /// Does the work and returns an <see cref="ExitCode"/>. Failures are thrown: a <see cref="VerbException"/> carries its exit code,
    /// disk errors end as <see cref="ExitCode.Failed"/>, a cancellation as <see cref="ExitCode.Interrupted"/>.
    /// </summary>
    public Func<ParseResult, Output, CancellationToken, Task<int>>? Run { get; set; }
}
