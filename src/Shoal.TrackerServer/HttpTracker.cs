using System.Buffers.Binary;
using System.Buffers;
using Shoal.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer;

/// <summary>
/// A tracker over HTTP. All members are called on its loop.
/// <code>
///   HttpDoor ─► too many? closed ─► HttpConnection: bytes ─► HttpRequest ─► HttpAnswers ─► HttpResponse ─► bytes
/// </code>
/// </summary>
public sealed class HttpTracker
{
    private readonly Loop _loop;
    private readonly Tracker _tracker;
    private readonly LoopTimer _sweep;
    private readonly List<IListener> _listeners = [];
    private readonly List<HttpDoor> _doors = [];
    private readonly OpenConnections _connections;
    private readonly HttpAnswers _answers;

    /// <summary>It stops: every answer is the last of its connection.</summary>
    private bool _isDraining;

    /// <summary>Told when the last connection has ended.</summary>
    private Action? _drained;
    private readonly LoopTimer _lastAccepts;
    private readonly LoopTimer _end;

    private HttpTracker(Loop loop, Tracker tracker, SipHash hash, TrackerOptions options)
    {
        _loop = loop;
        _tracker = tracker;
        _connections = new OpenConnections(options.ConnectionsPerAddress);
        _answers = new HttpAnswers(loop, tracker, hash, options);
        _lastAccepts = loop.CreateTimer(CloseDoors);
        _end = loop.CreateTimer(Close);
        _sweep = loop.CreateTimer(Sweep);
        _sweep.Arm(Limits.SweepPause);
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.ConvertAll(static listener => listener.Local);

    /// <summary>What it has seen and holds.</summary>
    public TrackerStatistics Statistics => _tracker.Statistics(_connections.Count);

    /// <summary>What came to each listener.</summary>
    public IReadOnlyList<HttpCounters> Counters => _doors.ConvertAll(static door => door.Counters);

    /// <summary>Whom a proxy speaks for.</summary>
    internal ProxyRule Proxies => _answers.Proxies;

    /// <summary>Where connections write their answers before they are sent, one after the other.</summary>
    internal ArrayBufferWriter<byte> Output { get; } = new(Limits.FirstBuffer);

    /// <summary>Where connections read, one after the other.</summary>
    internal byte[] Input { get; } = new byte[Limits.RequestLength];

    /// <summary>Opens every port, or none.</summary>
    /// <param name="loop">The loop that it lives on, and on which this is called.</param>
    /// <param name="transport">How it listens.</param>
    /// <param name="chance">Which peers are told of which, from a seed that nobody can guess.</param>
    /// <param name="options">What else there is to say.</param>
    /// <param name="failure">Why there is no tracker, part of a sentence.</param>
    public static HttpTracker? Start(Loop loop, ITransport transport, IChance chance, TrackerOptions options, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.FromSeconds(1), nameof(options));
        var tracker = Tracker.Create(chance, options);
        var key = new byte[SipHash.KeyLength];
        for (var at = 0; at < key.Length; at += sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(at), chance.Below(int.MaxValue));
        }

        return Start(loop, transport, tracker, new SipHash(key), options, out failure);
    }

    /// <summary>The same before a tracker that others ask too.</summary>
    internal static HttpTracker? Start(Loop loop, ITransport transport, Tracker decides, SipHash hash, TrackerOptions options, out string? failure)
    {
        failure = options.Listen.Count == 0 ? "there is nowhere to listen" : null;
        var tracker = new HttpTracker(loop, decides, hash, options);
        foreach (var local in options.Listen)
        {
            failure ??= tracker.Open(transport, local);
        }

        if (failure is null)
        {
            return tracker;
        }

        tracker.Close();
        return null;
    }

    /// <summary>Answers what has come, says with each answer that it is the last, and closes all within a few seconds.</summary>
    /// <param name="drained">Told on the loop that everything is closed.</param>
    public void Drain(Action drained)
    {
        _isDraining = true;
        _drained = drained;
        _lastAccepts.Arm(Limits.LastAccepts);
    }

    /// <summary>Closes ports and connections at once.</summary>
    public void Close()
    {
        CloseListeners();
        while (_connections.Oldest is { } connection)
        {
            connection.Close();
        }

        End();
    }

    internal void Accept(ILink link, HttpCounters counters)
    {
        Source? source = Proxies.Trusts(link.Remote) ? null : Source.Of(link.Remote);
        if (!_connections.HasRoomFor(source))
        {
            counters.Crowded++;
            link.Close();
            return;
        }

        if (_connections.Count >= Limits.Connections && _connections.Oldest is { } oldest)
        {
            oldest.Counters.Displaced++;
            oldest.Close();
        }

        counters.Connections++;
        var connection = new HttpConnection(link, this, counters, source) { LastAsked = _loop.Now };
        _connections.Add(connection, source);
        connection.Begin(_loop);
    }

    internal void OnClosed(HttpConnection connection, Source? source)
    {
        _connections.Remove(connection, source);
        if (_isDraining && _listeners.Count == 0 && _connections.Count == 0)
        {
            End();
        }
    }

    /// <summary>Writes the answer to a request that was read, or to one that was refused; true where it is the last of its connection.</summary>
    internal bool Answer(HttpStatus status, in HttpRequest request, HttpConnection connection, ArrayBufferWriter<byte> output)
    {
        var from = connection.Remote;
        if (status == HttpStatus.Ok && connection.IsProxied && !Proxies.TryFindClient(request.Head, connection.Remote, out from))
        {
            status = HttpStatus.BadRequest;
        }

        status = _answers.Answer(status, request.Target, from, connection.Counters, out var isTooMany);
        var isLast = !request.KeepAlive || _isDraining || (isTooMany && !connection.IsProxied);
        connection.LastAsked = _loop.Now;
        _connections.Renew(connection);
        HttpResponse.Write(output, status, _answers.Body, !isLast, request.AcceptsGzip);
        return isLast;
    }

    /// <summary>The answer to a request that came by TLS and was read, or was refused. Who asks is said: the client where a proxy speaks for it.</summary>
    internal (HttpStatus Status, ReadOnlyMemory<byte> Body) Answer(HttpStatus status, ReadOnlySpan<byte> target, Endpoint from, HttpCounters counters)
    {
        status = _answers.Answer(status, target, from, counters, out _);
        return (status, _answers.Body.ToArray());
    }

    private string? Open(ITransport transport, Endpoint local)
    {
        var door = new HttpDoor(this, local);
        if (transport.Listen(_loop, local, door, out var reason) is not { } listener)
        {
            return $"{local} ({reason})";
        }

        listener.AwaitFirstBytes(Limits.Patience);
        door.OnOpened(listener);
        _listeners.Add(listener);
        _doors.Add(door);
        return null;
    }

    /// <summary>Idle connections are closed, and those that owe or are owed something have their time.</summary>
    private void CloseDoors()
    {
        CloseListeners();
        _end.Arm(_connections.Count == 0 ? TimeSpan.Zero : Limits.Drain);
        _connections.CloseIdle();
    }

    private void CloseListeners()
    {
        _listeners.ForEach(static listener => listener.Close());
        _listeners.Clear();
    }

    private void End()
    {
        _sweep.Disarm();
        _lastAccepts.Disarm();
        _end.Disarm();
        var drained = _drained;
        _drained = null;
        drained?.Invoke();
    }

    private void Sweep()
    {
        var now = _loop.Now;
        _tracker.Sweep(now);
        while (_connections.Oldest is { } connection && now - connection.LastAsked >= Limits.Patience)
        {
            connection.GiveUp();
        }

        _sweep.Arm(Limits.SweepPause);
    }
}
