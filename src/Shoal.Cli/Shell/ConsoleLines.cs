namespace Shoal.Cli.Shell;

/// <summary>The process's own standard input.</summary>
internal sealed class ConsoleLines : ILines
{
    /// <summary>A line that was asked for by who waits no longer.</summary>
    private Task<string?>? _pending;

    public async ValueTask<string?> ReadLineAsync(string prompt, CancellationToken cancellation)
    {
        // Standard input knows no cancellation.
        _pending ??= Task.Factory.StartNew(Console.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var line = await _pending.WaitAsync(cancellation);
        _pending = null;
        return line;
    }
}
