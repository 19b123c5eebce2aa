namespace Shoal.Dht.Searches;

/// <summary>What came of asking one node whether it is there.</summary>
/// <param name="Id">Its id; null where it did not answer.</param>
/// <param name="Took">Until the answer, or until it was given up.</param>
/// <param name="Failure">Why there is no id, in words; null where there is one.</param>
public readonly record struct DhtPing(NodeId? Id, TimeSpan Took, string? Failure);
