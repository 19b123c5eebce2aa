namespace Shoal.Dht.Serving;

/// <summary>How much a node stores for others.</summary>
internal sealed record PeerStoreOptions
{
    /// <summary>Info-hashes at once.</summary>
    public int Hashes { get; init; } = Limits.Hashes;

    /// <summary>Peers of one info-hash.</summary>
    public int PeersPerHash { get; init; } = Limits.PeersPerHash;

    /// <summary>Peers of one announcing network, of all info-hashes together.</summary>
    public int PeersPerNetwork { get; init; } = Limits.PeersPerNetwork;

    /// <summary>Peers of one announcing network of one info-hash.</summary>
    public int PeersPerNetworkAndHash { get; init; } = Limits.PeersPerNetworkAndHash;

    /// <summary>Who does not announce again within this is forgotten.</summary>
    public TimeSpan Expiry { get; init; } = Limits.PeerExpiry;
}
