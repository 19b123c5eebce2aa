using System.Net;
using Shoal.Runtime;
using Shoal.TrackerServer.Access;

namespace Shoal.TrackerServer;

/// <summary>What a tracker is told at its start.</summary>
public sealed record TrackerOptions
{
    /// <summary>Where it listens, one or more; port 0 lets the system choose.</summary>
    public required IReadOnlyList<Endpoint> Listen { get; init; }

    /// <summary>How often peers shall announce, 1 s or more; a tenth more or less, so that they do not come all at once, and half of it is the least. Who was silent for two, and for 12 minutes, is forgotten.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most threads of UDP.</summary>
    public const int MostUdpThreads = 64;

    /// <summary>Threads that answer over UDP, 1 to <see cref="MostUdpThreads"/>.</summary>
    public int UdpThreads { get; init; } = 1;

    /// <summary>16 secret bytes by which connection ids of UDP are made; trackers behind one address share them. Empty: made up at the start.</summary>
    public ReadOnlyMemory<byte> UdpKey { get; init; }

    /// <summary>Bytes for swarms and peers; where they are used up, swarms that nobody announced for longest are forgotten. Null: a GiB.</summary>
    public long? Memory { get; init; }

    /// <summary>
    /// Announces and scrapes that one address (in IPv6: one /64) is answered in 10 s, by each thread of UDP and over HTTP; 0 for any number. The default lets a client with
    /// 5000 torrents, or a provider's NAT with a thousand clients, start at once.
    /// </summary>
    public int RequestsPerAddress { get; init; } = 5000;

    /// <summary>Connections of HTTP that one address (in IPv6: one /64) may have open; 0 for any number. libtorrent opens 50 at once, so the default lets a few clients share an address.</summary>
    public int ConnectionsPerAddress { get; init; } = 200;

    /// <summary>Networks whose peers may name another address than the one they speak from (BEP 15 "IP address"; "ip", "ipv4" and "ipv6" of HTTP), such as those of a NAT beside the tracker.</summary>
    public IReadOnlyList<IPNetwork> MaySayIp { get; init; } = [];

    /// <summary>Where proxies before HTTP speak from; their <see cref="ProxyHeader"/> is believed, and nobody else's.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>The header in which those proxies name whom they speak for: "X-Forwarded-For", "X-Real-IP", "Forwarded" (RFC 7239) or another of addresses.</summary>
    public string ProxyHeader { get; init; } = "X-Forwarded-For";

    /// <summary>A file that keeps the swarms while the tracker is away; null: they are forgotten.</summary>
    public string? Snapshot { get; init; }

    /// <summary>How often the file is written, beside the end.</summary>
    public TimeSpan SnapshotPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Who may use it, and what they moved; null: everybody, and nobody counts. Whoever opened it closes it after the tracker.</summary>
    public TrackerAccess? Access { get; init; }
}
