using System.Net;
using Shoal.Cli.Shell;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer;

namespace Shoal.Cli.Demo;

/// <summary>A tracker of this process, on a loop of its own, that only this machine can reach.</summary>
internal sealed class DemoTracker : IDisposable
{
    private readonly SystemSockets _sockets = new(SystemSockets.MustBePortable);
    private readonly Loop _loop;
    private HttpTracker? _tracker;

    private DemoTracker() => _loop = _sockets.CreateLoop("demo-tracker", OnCrash);

    /// <summary>Where it is announced to.</summary>
    public string Url { get; private set; } = "";

    /// <exception cref="VerbException">No port could be opened.</exception>
    public static async Task<DemoTracker> StartAsync()
    {
        var demo = new DemoTracker();
        var failure = await demo._loop.AskAsync(demo.Open);
        return failure is null ? demo : throw new VerbException(ExitCode.Failed, $"the tracker cannot listen on this machine: {failure}");
    }

    /// <summary>How often it was announced to.</summary>
    public Task<long> CountAsync() => _loop.AskAsync(() => _tracker!.Statistics.Announces);

    public void Dispose()
    {
        _loop.Post(() => _tracker?.Close());
        (_loop as IDisposable)?.Dispose();
    }

    private string? Open()
    {
        var options = new TrackerOptions { Listen = [Endpoint.From(IPAddress.Loopback, 0)], Interval = TimeSpan.FromSeconds(2) };
        _tracker = HttpTracker.Start(_loop, _sockets.Transport, new SeededChance(new SystemSecrets().NextSeed()), options, out var failure);
        Url = _tracker is null ? "" : $"http://{_tracker.Listening[0]}/announce";
        return failure;
    }

    private static void OnCrash(Exception e) => Environment.FailFast("the tracker's loop ended by a fault", e);
}
