using System.Net;
using Shoal.Dht;
using Shoal.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>What is the same for all torrents of a client.</summary>
public sealed class TorrentClientOptions
{
    /// <summary>Where resume and ownership records live; null: $XDG_STATE_HOME/shoal, or ~/.local/state/shoal.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Where state lives unless said otherwise: $XDG_STATE_HOME/shoal, else ~/.local/state/shoal (XDG Base Directory Specification).</summary>
    public static string DefaultStateFolder => StateFolders.Default;

    /// <summary>Addresses to listen on and to connect from; empty: all, of both families.</summary>
    public IReadOnlyList<IPAddress> Binds { get; init; } = [];

    /// <summary>The binds as what connections leave from: any port.</summary>
    internal IReadOnlyList<Endpoint> LocalEndpoints => [.. Binds.Select(address => Endpoint.From(address, 0))];

    /// <summary>The port to listen on; null: the first free one of 6881 to 6889, else any.</summary>
    public int? Port { get; init; }

    /// <summary>Threads of decisions; torrents are spread over them. 1 to 64.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>Threads that hash and touch disks; 0: one a core, at least two.</summary>
    public int Workers { get; init; }

    /// <summary>Memory for pieces under way, in bytes; at least one block, 16 KiB.</summary>
    public int PieceMemory { get; init; } = Limits.PieceBudget;

    /// <summary>Connections of all torrents together, dials under way included; at least 1.</summary>
    public int Connections { get; init; } = Limits.Connections;

    /// <summary>Dials under way at once; at least 1.</summary>
    public int HalfOpen { get; init; } = Limits.HalfOpenAll;

    /// <summary>Peers served at once, in all torrents together; at least 1. Null: as many as the line can use.</summary>
    public int? UploadSlots { get; init; }

    /// <summary>Payload to send, of all torrents together, in bytes a second, at least 1; null: no limit.</summary>
    public long? UpRate { get; init; }

    /// <summary>Payload to ask for, of all torrents together, in bytes a second, at least 1; null: no limit.</summary>
    public long? DownRate { get; init; }

    /// <summary>
    /// How the DHT is used, by UDP on the addresses and the port that peers connect to. Null: not at all, so that nothing goes to hosts that nobody named;
    /// <c>new DhtOptions()</c> begins with public nodes. Private torrents (BEP 27) never touch it.
    /// </summary>
    public DhtOptions? Dht { get; init; }

    /// <summary>Trackers with public addresses may redirect to private networks and to this machine. Off, since a torrent's author could reach into the network through us.</summary>
    public bool AllowPrivateRedirects { get; init; }

    /// <summary>Sockets of the framework instead of the system's epoll, as everywhere but on Linux.</summary>
    public bool UsePortableSockets { get; init; } = SystemSockets.MustBePortable;

    /// <summary>So long without a peer or hope of one, and a torrent sleeps: for tests that cannot wait.</summary>
    internal TimeSpan SleepAfter { get; init; } = Limits.SleepAfter;

    /// <summary>The name told to peers (BEP 10 "v").</summary>
    public string ClientName { get; init; } = "Shoal 0.1";
}
