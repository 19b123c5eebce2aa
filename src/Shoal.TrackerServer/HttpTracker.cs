using System.Buffers;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer;

/// <summary>A tracker over HTTP: announce at "/announce", scrape at "/scrape". All members are called on its loop.</summary>
public sealed class HttpTracker : IAcceptHandler
{
    private readonly Loop _loop;
    private readonly Tracker _tracker;
    private readonly LoopTimer _sweep;
    private readonly List<IListener> _listeners = [];
    private readonly List<HttpConnection> _connections = [];
    private readonly ArrayBufferWriter<byte> _body = new();

    private HttpTracker(Loop loop, Tracker tracker, TrackerOptions options)
    {
        _loop = loop;
        _tracker = tracker;
        _sweep = loop.CreateTimer(Sweep);
        _sweep.Arm(Limits.SweepPause);
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.ConvertAll(static listener => listener.Local);

    /// <summary>What it has seen and holds.</summary>
    public TrackerStatistics Statistics => _tracker.Statistics(_connections.Count);

    /// <summary>Opens every port, or none.</summary>
    /// <param name="loop">The loop that it lives on, and on which this is called.</param>
    /// <param name="transport">How it listens.</param>
    /// <param name="chance">Which peers are told of which.</param>
    /// <param name="options">What else there is to say.</param>
    /// <param name="failure">Why there is no tracker, part of a sentence.</param>
    public static HttpTracker? Start(Loop loop, ITransport transport, IChance chance, TrackerOptions options, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.FromSeconds(1), nameof(options));
        return Start(loop, transport, Tracker.Create(chance, options), options, out failure);
    }

    /// <summary>The same before a tracker that others ask too.</summary>
    internal static HttpTracker? Start(Loop loop, ITransport transport, Tracker decides, TrackerOptions options, out string? failure)
    {
        failure = options.Listen.Count == 0 ? "there is nowhere to listen" : null;
        var tracker = new HttpTracker(loop, decides, options);
        foreach (var local in options.Listen)
        {
            string? reason = null;
            if (failure is null && transport.Listen(loop, local, tracker, out reason) is { } listener)
            {
                tracker._listeners.Add(listener);
            }

            failure ??= reason is null ? null : $"{local} ({reason})";
        }

        if (failure is null)
        {
            return tracker;
        }

        tracker.Close();
        return null;
    }

    /// <summary>Closes ports and connections and forgets everybody.</summary>
    public void Close()
    {
        _sweep.Disarm();
        _listeners.ForEach(static listener => listener.Close());
        _listeners.Clear();
        foreach (var connection in _connections.ToArray())
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public void OnAccepted(ILink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (_connections.Count >= Limits.Connections)
        {
            link.Close();
            return;
        }

        _connections.Add(new HttpConnection(_loop, link, this));
    }

    internal void OnClosed(HttpConnection connection) => _connections.Remove(connection);

    /// <summary>Writes the answer to a request that was read, or to one that was refused.</summary>
    internal void Answer(HttpStatus status, in HttpRequest request, Endpoint from, IBufferWriter<byte> output)
    {
        _body.ResetWrittenCount();
        status = status == HttpStatus.Ok ? _tracker.Answer(request.Target, from, _loop.Now, _body) : status;
        HttpResponse.Write(output, status, _body.WrittenSpan, request.KeepAlive);
    }

    private void Sweep()
    {
        _tracker.Sweep(_loop.Now);
        _sweep.Arm(Limits.SweepPause);
    }
}
