using Shoal.Net.Sockets.Epoll;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>Our tracker on real sockets, on a loop of its own.</summary>
internal sealed class RunningTracker : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly EpollLoop _loop;
    private readonly HttpTracker _tracker;
    private volatile Exception? _crash;

    /// <summary>Starts it; its thread does something first, such as moving to another network.</summary>
    public RunningTracker(string local, Action? first = null)
    {
        _loop = new EpollLoop(SystemClock.Instance, "tracker", e => _crash = e);
        Assert.True(Endpoint.TryParse(local, out var endpoint));
        _tracker = On(() =>
        {
            first?.Invoke();
            var options = new TrackerOptions { Listen = [endpoint], Interval = TimeSpan.FromSeconds(5) };
            return HttpTracker.Start(_loop, new EpollTransport(), new SeededChance(1), options, out var failure) ?? throw new InvalidOperationException(failure);
        });
    }

    public string AnnounceUrl => $"http://{On(() => _tracker.Listening[0])}/announce";

    public TrackerStatistics Statistics => On(() => _tracker.Statistics);

    public void Dispose()
    {
        if (_crash is null)
        {
            On(() =>
            {
                _tracker.Close();
                return true;
            });
        }

        _loop.Dispose();
        Assert.Null(_crash);
    }

    private T On<T>(Func<T> call)
    {
        T result = default!;
        Exception? thrown = null;
        using var done = new ManualResetEventSlim();
        _loop.Post(() =>
        {
            try
            {
                result = call();
            }
            catch (Exception e)
            {
                thrown = e;
            }

            done.Set();
        });
        Assert.True(done.Wait(Deadline), "the tracker's loop answers");
        return thrown is null ? result : throw new InvalidOperationException("the tracker's loop threw", thrown);
    }
}
