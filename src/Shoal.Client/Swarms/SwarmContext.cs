using Shoal.Client.Choking;
using Shoal.Client.Finding;
using Shoal.Client.Leases;
using Shoal.Client.Pieces;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Client.Swarms;

/// <summary>What a swarm is given of the client and the world.</summary>
internal sealed class SwarmContext
{
    public required Loop Loop { get; init; }

    public required ITransport Transport { get; init; }

    public required IWorkers Workers { get; init; }

    public required IChance Chance { get; init; }

    public required BufferSlab Slab { get; init; }

    public required ReceiveScratch Scratch { get; init; }

    public required MemoryBudget Budget { get; init; }

    public required ClientLeases Leases { get; init; }

    public required ClientChoker Choker { get; init; }

    /// <summary>Looks up peers that are given by name; null where none are.</summary>
    public INames? Names { get; init; }

    /// <summary>The client's nodes of the DHT; null where it has none.</summary>
    public ClientDht? Dht { get; init; }

    /// <summary>Ours in this swarm.</summary>
    public required PeerId PeerId { get; init; }

    /// <summary>The addresses that outgoing connections leave from; empty: the system chooses.</summary>
    public required IReadOnlyList<Endpoint> Binds { get; init; }

    /// <summary>Where we listen, for the extension handshake; 0 when we do not.</summary>
    public required int ListenPort { get; init; }

    /// <summary>So long without a peer or hope of one, and a torrent sleeps.</summary>
    public TimeSpan SleepAfter { get; init; } = Limits.SleepAfter;

    /// <summary>What we call ourselves (BEP 10 "v").</summary>
    public required string ClientName { get; init; }
}
