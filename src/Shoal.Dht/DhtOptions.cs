namespace Shoal.Dht;

/// <summary>How the nodes of a client behave.</summary>
public sealed class DhtOptions
{
    /// <summary>Where to begin when nobody is known: "host:port" or "1.2.3.4:6881". Known public nodes if not given.</summary>
    public IReadOnlyList<string> Bootstrap { get; init; } = DefaultBootstrap;

    /// <summary>Public nodes that answered in 2026.</summary>
    public static IReadOnlyList<string> DefaultBootstrap { get; } =
    [
        "dht.libtorrent.org:25401",
        "dht.transmissionbt.com:6881",
        "router.bt.ouinet.work:6881",
        "router.silotis.us:6881",
        "router.bittorrent.com:6881",
    ];

    /// <summary>Whether others may ask us (BEP 43).</summary>
    public ReadOnlyMode ReadOnly { get; init; }

    /// <summary>Queries a second of all nodes together, at least 1: each takes an entry of a home router's table for half a minute.</summary>
    public int QueriesPerSecond { get; init; } = Limits.AskedPerSecond;

    /// <summary>Bytes a second that others' queries are answered with, at least 1,000; 0: no limit.</summary>
    public int AnswerRate { get; init; } = Limits.AnswerRate;

    /// <summary>Queries a second of one address, or of a /64, that are answered in the long run; 0: no limit.</summary>
    public int QueriesPerAddress { get; init; } = Limits.QueriesPerSecond;

    /// <summary>Torrents whose peers are kept for others, at least 1.</summary>
    public int StoredTorrents { get; init; } = Limits.Hashes;

    /// <summary>Peers of one torrent that are kept, at least 1.</summary>
    public int StoredPeers { get; init; } = Limits.PeersPerHash;
}
