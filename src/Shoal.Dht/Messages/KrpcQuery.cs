namespace Shoal.Dht.Messages;

/// <summary>A query to write. What its method does not have is left out.</summary>
internal readonly ref struct KrpcQuery
{
    public required KrpcMethod Method { get; init; }

    /// <summary>Set by the node that sends it, as are the id, the version and "ro".</summary>
    public ReadOnlySpan<byte> TransactionId { get; init; }

    /// <summary>Ours.</summary>
    public NodeId Id { get; init; }

    /// <summary>The node, or the torrent, that is looked for or announced.</summary>
    public NodeId Target { get; init; }

    /// <summary>Of announce_peer: what the node gave.</summary>
    public ReadOnlySpan<byte> Token { get; init; }

    /// <summary>Of announce_peer: where peers reach us.</summary>
    public ushort Port { get; init; }

    /// <summary>Of announce_peer: the packet's source port is meant instead.</summary>
    public bool ImpliedPort { get; init; }

    /// <summary>Of announce_peer: we have everything (BEP 33).</summary>
    public bool IsSeed { get; init; }

    /// <summary>Of get_peers: filters are asked for (BEP 33).</summary>
    public bool WantsScrape { get; init; }

    /// <summary>Of get_peers: seeds are of no use to us (BEP 33).</summary>
    public bool NoSeed { get; init; }

    /// <summary>Of find_node and get_peers: nodes of the one family are asked for by name, and of the other (BEP 32). Neither asks for the socket's own.</summary>
    public bool WantsV4 { get; init; }

    /// <inheritdoc cref="WantsV4"/>
    public bool WantsV6 { get; init; }

    /// <summary>We answer no queries (BEP 43).</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Our program; none where empty.</summary>
    public ReadOnlySpan<byte> Version { get; init; }
}
