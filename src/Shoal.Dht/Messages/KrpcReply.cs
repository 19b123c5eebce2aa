using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>An answer to write. What is empty is left out.</summary>
internal readonly ref struct KrpcReply
{
    /// <summary>The query's.</summary>
    public required ReadOnlySpan<byte> TransactionId { get; init; }

    /// <summary>Ours.</summary>
    public required NodeId Id { get; init; }

    /// <summary>There is "nodes", even where it is empty (BEP 5).</summary>
    public bool HasNodes { get; init; }

    /// <summary>There is "nodes6", even where it is empty (BEP 32).</summary>
    public bool HasNodes6 { get; init; }

    /// <summary>IPv4 nodes; those of the other family are passed over.</summary>
    public ReadOnlySpan<NodeContact> Nodes { get; init; }

    /// <summary>IPv6 nodes; those of the other family are passed over.</summary>
    public ReadOnlySpan<NodeContact> Nodes6 { get; init; }

    /// <summary>Peers of the torrent: as many as fit, the first ones first.</summary>
    public ReadOnlySpan<Endpoint> Values { get; init; }

    public ReadOnlySpan<byte> Token { get; init; }

    /// <summary>The Bloom filter of seeds (BEP 33).</summary>
    public ReadOnlySpan<byte> SeedFilter { get; init; }

    /// <summary>The Bloom filter of peers (BEP 33).</summary>
    public ReadOnlySpan<byte> PeerFilter { get; init; }

    /// <summary>Who asks, as we see it (BEP 42: "ip").</summary>
    public Endpoint? Requester { get; init; }

    /// <summary>Our program.</summary>
    public ReadOnlySpan<byte> Version { get; init; }
}
