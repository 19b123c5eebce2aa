using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer;

namespace Shoal.Cli.Trackers;

/// <summary>The tracker of this process, with a loop of its own.</summary>
internal sealed class RunningTracker : IAsyncDisposable
{
    private readonly SystemSockets _sockets = new(NetworkOptions.UsePortableSockets);
    private readonly Loop _loop;
    private readonly SystemSecrets _secrets = new();
    private readonly TaskCompletionSource _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TrackerHost? _host;

    private RunningTracker() => _loop = _sockets.CreateLoop("tracker", e => _crash.TrySetException(e));

    /// <summary>Where UDP is spoken.</summary>
    public IReadOnlyList<Endpoint> Udp { get; private set; } = [];

    /// <summary>Where HTTP is spoken.</summary>
    public IReadOnlyList<Endpoint> Http { get; private set; } = [];

    /// <exception cref="VerbException">A port could not be opened.</exception>
    public static async Task<RunningTracker> StartAsync(TrackerOptions options)
    {
        var tracker = new RunningTracker();
        var failure = await tracker._loop.AskAsync(() => tracker.Open(options));
        if (failure is null)
        {
            return tracker;
        }

        await tracker.DisposeAsync();
        throw new VerbException(ExitCode.Failed, $"the tracker cannot listen on {failure}: choose another --port or --bind");
    }

    /// <summary>Until the user stops it.</summary>
    public async Task RunAsync(CancellationToken cancellation) => await await Task.WhenAny(_crash.Task, Stopping(cancellation));

    public Task<TrackerStatistics> StatisticsAsync() => _loop.AskAsync(() => _host!.Statistics);

    /// <summary>Answers what has come so far, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_crash.Task.IsCompleted)
        {
            await _loop.AskAsync(() => _host?.Close());
        }

        (_loop as IDisposable)?.Dispose();
    }

    private static async Task Stopping(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task;
    }

    private string? Open(TrackerOptions options)
    {
        _host = TrackerHost.Start(_loop, _sockets, new SeededChance(_secrets.NextSeed()), _secrets, options, e => _crash.TrySetException(e), out var failure);
        Udp = _host?.Udp ?? [];
        Http = _host?.Http ?? [];
        return failure;
    }
}
