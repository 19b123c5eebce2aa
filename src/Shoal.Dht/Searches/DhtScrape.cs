namespace Shoal.Dht.Searches;

/// <summary>How many peers a torrent has, by the Bloom filters of the nodes that keep them (BEP 33).</summary>
/// <param name="Seeds">Who has all of it, estimated.</param>
/// <param name="Peers">Who lacks something, estimated.</param>
/// <param name="Filters">Nodes that gave filters; where none did, the estimates say nothing.</param>
/// <param name="Queries">Queries sent.</param>
/// <param name="Answers">Nodes that answered.</param>
public readonly record struct DhtScrape(double Seeds, double Peers, int Filters, int Queries, int Answers);
