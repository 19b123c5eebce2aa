using System.CommandLine;

namespace Shoal.Cli.Shell;

/// <summary>Options that every verb takes.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Write one JSON object per line, for programs", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Show where an error came from", Recursive = true };
}
