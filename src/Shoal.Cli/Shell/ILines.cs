namespace Shoal.Cli.Shell;

/// <summary>The lines that a verb's caller gives it while it runs: typed, or out of a pipe.</summary>
internal interface ILines
{
    /// <summary>The next line; null: there is no more. One at a time.</summary>
    /// <param name="prompt">What stands before the line while it is typed.</param>
    /// <param name="cancellation">The verb waits no longer; the line is kept for the next time.</param>
    ValueTask<string?> ReadLineAsync(string prompt, CancellationToken cancellation);
}
