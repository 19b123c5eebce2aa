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

    /// <summary>What doubling its part of the store costs a network's info-hashes; 0 switches that defence off, to show what it is worth.</summary>
    public int CrowdingWeight { get; init; } = Limits.CrowdingWeight;

    /// <summary>Who does not announce again within this is forgotten.</summary>
    public TimeSpan Expiry { get; init; } = Limits.PeerExpiry;
}
