using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>A node's id and behind it its compact endpoint: 26 bytes in "nodes" (BEP 5), 38 in "nodes6" (BEP 32).</summary>
internal static class CompactNode
{
    public const int LengthV4 = NodeId.Length + CompactEndpoint.LengthV4;
    public const int LengthV6 = NodeId.Length + CompactEndpoint.LengthV6;

    /// <summary>Takes one of exactly <see cref="LengthV4"/> or <see cref="LengthV6"/> bytes.</summary>
    public static NodeContact Read(ReadOnlySpan<byte> entry) => new(new NodeId(entry[..NodeId.Length]), CompactEndpoint.Read(entry[NodeId.Length..]));

    /// <summary>Writes one; returns its length.</summary>
    public static int Write(Span<byte> destination, NodeContact node)
    {
        node.Id.Write(destination);
        return NodeId.Length + CompactEndpoint.Write(destination[NodeId.Length..], node.Endpoint);
    }
}
