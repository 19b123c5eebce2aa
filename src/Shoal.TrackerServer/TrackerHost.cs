using Microsoft.Extensions.Logging;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.TrackerServer.Files;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Https;
using Shoal.TrackerServer.Readings;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer;

/// <summary>
/// A tracker with all its doors, over one store of swarms: HTTP on a loop, UDP on threads of its own.
/// <code>
///   UDP threads ─► UdpTracker ──┐
///                               ├─► Tracker ─► SwarmStore
///   loop ─► HttpTracker ────────┘
/// </code>
/// </summary>
public sealed class TrackerHost
{
    private readonly HttpTracker _http;
    private readonly PacketListeners _packets;
    private readonly List<UdpTracker> _udp;
    private readonly TrackerReader _reader;
    private readonly SnapshotKeeper? _keeper;
    private readonly Loop _loop;

    private TrackerHost(Loop loop, HttpTracker http, PacketListeners packets, List<UdpTracker> udp, TrackerReader reader, SnapshotKeeper? keeper)
    {
        _loop = loop;
        _http = http;
        _packets = packets;
        _udp = udp;
        _reader = reader;
        _keeper = keeper;
    }

    /// <summary>Where HTTP is spoken.</summary>
    public IReadOnlyList<Endpoint> Http => _http.Listening;

    /// <summary>Where UDP is spoken.</summary>
    public IReadOnlyList<Endpoint> Udp => _packets.Listening;

    /// <summary>What it knew from before; null where there is no snapshot to be kept.</summary>
    public SnapshotOutcome? Restored { get; private init; }

    /// <summary>What it has seen and holds, UDP and HTTP together. On the loop.</summary>
    public TrackerStatistics Statistics => _http.Statistics;

    /// <summary>What came over UDP, for each address. Any thread may ask; a count may lag a little.</summary>
    public IReadOnlyList<UdpCounters> UdpCounters => [.. _udp.GroupBy(static udp => udp.Counters.Listener, static (_, each) => each.Select(static udp => udp.Counters).Aggregate(static (a, b) => a + b))];

    /// <summary>What came over HTTP, for each address. Any thread may ask; a count may lag a little.</summary>
    public IReadOnlyList<HttpCounters> HttpCounters => _http.Counters;

    /// <summary>Its clock.</summary>
    internal TimeProvider Time => _loop.Time;

    /// <summary>The door by TLS, where there is one.</summary>
    internal HttpsServer? Https { get; set; }

    /// <summary>All that there is to tell of it. Any thread may ask.</summary>
    internal TrackerReading Read() => _reader.Read(UdpCounters, HttpCounters, Https);

    /// <summary>Whom a proxy speaks for. Any thread may ask.</summary>
    internal ProxyRule Proxies => _http.Proxies;

    /// <summary>The answer to a request that came by TLS. Any thread may ask.</summary>
    internal Task<(HttpStatus Status, ReadOnlyMemory<byte> Body)> AnswerAsync(HttpStatus status, byte[] target, Endpoint from, HttpCounters counters) =>
        _loop.AskAsync(() => _http.Answer(status, target, from, counters));

    /// <summary>A request that came by TLS was refused before anybody was asked. Any thread may say so.</summary>
    internal void CountMalformed(HttpCounters counters) => _loop.Post(() => counters.Malformed++);

    /// <summary>Ends when the loop came by: not at all when it is stuck.</summary>
    internal Task PassAsync() => _loop.AskAsync(static () => { });

    /// <summary>Opens every port, or none.</summary>
    /// <param name="loop">The loop that HTTP lives on, and on which this is called.</param>
    /// <param name="sockets">The machine's sockets.</param>
    /// <param name="chance">Which peers are told of which, from a seed that nobody can guess.</param>
    /// <param name="secrets">Where a key is made up.</param>
    /// <param name="options">What else there is to say.</param>
    /// <param name="onCrash">Told when a UDP thread ended by a fault.</param>
    /// <param name="log">Told what an operator should know, on any thread.</param>
    /// <param name="failure">Why there is no tracker, part of a sentence.</param>
    public static TrackerHost? Start(Loop loop, SystemSockets sockets, IChance chance, ISecrets secrets, TrackerOptions options, Action<Exception> onCrash, ILogger log, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(options);
        var file = options.Snapshot is { } path ? new SnapshotFile(path) : null;
        string? refused = null;
        var store = file is null ? Tracker.EmptyStore(chance, options) : file.Read(() => Tracker.EmptyStore(chance, options), loop.Now, loop.Time.GetUtcNow(), out refused);
        var restored = new SnapshotOutcome(store.Usage.Swarms, store.Usage.Peers, refused);
        var tracker = Tracker.Over(store, options);
        var hash = new SipHash(KeyOf(options, secrets));
        var http = HttpTracker.Start(loop, sockets.Transport, tracker, hash, options, out failure);
        if (http is null)
        {
            return null;
        }

        var common = new UdpCommon(tracker, hash, loop.Time, () => loop.Now, options);
        var udp = new List<UdpTracker>();
        var packets = sockets.OpenPackets(http.Listening, options.UdpThreads, Serve, onCrash, out failure);
        if (packets is null)
        {
            http.Close();
            return null;
        }

        packets.Start();
        var keeper = file is null ? null : new SnapshotKeeper(file, store, loop.Time, () => loop.Now, options.SnapshotPause, why => log.Trouble($"the snapshot '{options.Snapshot}' was not written: {why}"));
        var reader = new TrackerReader(tracker, loop.Time, options.Memory ?? Limits.Memory);
        return new TrackerHost(loop, http, packets, udp, reader, keeper) { Restored = file is null ? null : restored };

        UdpTracker Serve(Endpoint local)
        {
            udp.Add(new UdpTracker(common, new UdpCounters(local)));
            return udp[^1];
        }
    }

    /// <summary>
    /// Answers what has come so far, closes all ports and connections, waits for the threads of UDP to end, and writes the last snapshot. On the loop, which goes on: clients of HTTP
    /// in the middle of a request have a few seconds.
    /// </summary>
    /// <param name="drained">Told on the loop that all of it is done.</param>
    public void Drain(Action drained)
    {
        _http.Drain(() =>
        {
            _keeper?.Dispose();
            drained();
        });
        _packets.Dispose();
    }

    private static byte[] KeyOf(TrackerOptions options, ISecrets secrets)
    {
        var key = new byte[SipHash.KeyLength];
        if (options.UdpKey.IsEmpty)
        {
            secrets.Fill(key);
        }
        else
        {
            options.UdpKey.Span.CopyTo(key);
        }

        return key;
    }
}
