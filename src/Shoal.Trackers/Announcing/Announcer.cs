using Shoal.Trackers.Udp;

namespace Shoal.Trackers.Announcing;

/// <summary>
/// Announces all torrents of a client to their trackers. One for the client, on one loop, since the schedule is common:
/// a thousand torrents started together share so many requests under way, and each host gets them one after the other.
/// <code>
///   TorrentAnnouncer: which tracker is due (BEP 12) ─► Round: names ─► a leg for each hash and address of ours ─► Lanes ─► HTTP or UDP
///                     ▲                                                                                                      │
///                     └── peers, interval, events owed ◄──────────────────────────────────────────────────────────────────────┘
/// </code>
/// </summary>
public sealed class Announcer : IDisposable
{
    private readonly HttpCalls _http;
    private readonly UdpCalls _udp;

    /// <summary>An announcer without torrents.</summary>
    public Announcer(AnnouncerWorld world, AnnouncerOptions options)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        World = world;
        Options = options;
        Lanes = new Lanes(world.Loop, options);
        _http = new HttpCalls(world, options);
        _udp = new UdpCalls(world);
    }

    internal AnnouncerWorld World { get; }

    internal AnnouncerOptions Options { get; }

    internal Lanes Lanes { get; }

    /// <summary>Adds a torrent; it is announced when it is started.</summary>
    public TorrentAnnouncer Add(AnnouncedTorrent torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        return new TorrentAnnouncer(this, torrent);
    }

    /// <summary>Closes its ports, on the loop and while that lives. Torrents are stopped before.</summary>
    public void Dispose() => _udp.Dispose();

    /// <summary>Who speaks the tracker's protocol, or nobody.</summary>
    internal ITrackerCalls? CallsFor(TrackerUrl url) => url.IsHidden ? null : url.IsHttp ? _http : url.IsUdp ? _udp : null;
}
