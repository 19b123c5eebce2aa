using Shoal.Runtime;

namespace Shoal.Dht;

/// <summary>A node and where it is reached.</summary>
/// <param name="Id">Its id, as it said itself or as others say.</param>
/// <param name="Endpoint">Its address and port.</param>
public readonly record struct NodeContact(NodeId Id, Endpoint Endpoint);
