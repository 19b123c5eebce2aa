namespace Shoal.Dht.Searches;

/// <summary>How a search went.</summary>
/// <param name="Peers">Peers found, each counted once.</param>
/// <param name="Queries">Queries sent.</param>
/// <param name="Answers">Nodes that answered.</param>
/// <param name="Announced">Nodes that took our announce.</param>
/// <param name="Took">From its beginning to its end, announces not counted.</param>
/// <param name="FirstPeers">Until the first peers came; null where none did.</param>
public readonly record struct DhtSearchResult(int Peers, int Queries, int Answers, int Announced, TimeSpan Took, TimeSpan? FirstPeers);
