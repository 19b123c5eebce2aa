using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>How a client stands in the DHT.</summary>
/// <param name="Addresses">Where its nodes are reached, one for each address that it listens on.</param>
/// <param name="Nodes">Nodes of others that it knows and that answered; with none nothing is found.</param>
/// <param name="Failure">Why it has no node of its own; null where it has one.</param>
public sealed record DhtSnapshot(IReadOnlyList<Endpoint> Addresses, int Nodes, string? Failure);
