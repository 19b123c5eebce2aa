namespace Shoal.Dht.Serving;

/// <summary>What is stored under an info-hash, for display.</summary>
/// <param name="Hash">The info-hash.</param>
/// <param name="Peers">Its peers, seeds included.</param>
/// <param name="Seeds">Those that said they are seeds (BEP 33).</param>
internal readonly record struct StoredHash(NodeId Hash, int Peers, int Seeds);
