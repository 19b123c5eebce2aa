namespace Shoal.Cli.Shell;

/// <summary>Ends a verb. The message is one sentence that names the thing and the cure.</summary>
internal sealed class VerbException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
