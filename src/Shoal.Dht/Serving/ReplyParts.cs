namespace Shoal.Dht.Serving;

/// <summary>What a reply may hold, at most.</summary>
/// <param name="Nodes">IPv4 nodes; -1: none are asked for, and the list is left out.</param>
/// <param name="Nodes6">IPv6 nodes, the same.</param>
/// <param name="HasFilters">Both Bloom filters.</param>
/// <param name="Values">Peers.</param>
internal readonly record struct ReplyParts(int Nodes, int Nodes6, bool HasFilters, int Values);
