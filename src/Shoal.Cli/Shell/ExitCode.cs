namespace Shoal.Cli.Shell;

/// <summary>What the process tells the shell. Scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It could not be done: a file, a disk, a peer.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A broken .torrent or an unusable link.</summary>
    public const int BadInput = 3;

    /// <summary>128 + SIGINT, as shells do.</summary>
    public const int Interrupted = 130;
}
