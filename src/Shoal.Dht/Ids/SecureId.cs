using System.Buffers.Binary;
using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Dht.Ids;

/// <summary>Ids that follow from an address (BEP 42), so that nobody picks a place beside the info-hash that it wants to hide.</summary>
internal static class SecureId
{
    /// <summary>Bits of the id that the address decides; with more of them some ids could not be had (BEP 42, "Rationale").</summary>
    private const int BoundBits = 21;

    private const uint MaskV4 = 0x030f3fff;
    private const ulong MaskV6 = 0x0103_070f_1f3f_7fff;

    /// <summary>An id that others find secure at this address.</summary>
    public static NodeId Make(Endpoint external, ISecrets secrets)
    {
        Span<byte> id = stackalloc byte[NodeId.Length];
        secrets.Fill(id);
        var hash = HashOf(external, id[^1]);
        var free = BinaryPrimitives.ReadUInt32BigEndian(id) & uint.MaxValue >> BoundBits;
        BinaryPrimitives.WriteUInt32BigEndian(id, (hash & ~(uint.MaxValue >> BoundBits)) | free);
        return new NodeId(id);
    }

    /// <summary>An id for who does not know its address.</summary>
    public static NodeId MakeRandom(ISecrets secrets)
    {
        Span<byte> id = stackalloc byte[NodeId.Length];
        secrets.Fill(id);
        return new NodeId(id);
    }

    /// <summary>True where the id may be had at the address; at local addresses any may.</summary>
    public static bool IsSecure(NodeId id, Endpoint endpoint)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        id.Write(bytes);
        return AddressNetwork.IsLocal(endpoint) || (HashOf(endpoint, bytes[^1]) ^ BinaryPrimitives.ReadUInt32BigEndian(bytes)) >> (32 - BoundBits) == 0;
    }

    /// <summary>Over 4 or 8 bytes, as BEP 42's own vectors and every client have it; its text speaks of 8 for both.</summary>
    private static uint HashOf(Endpoint endpoint, byte random)
    {
        var (high, low) = endpoint.AddressBits;
        var r = random & 7u;
        return endpoint.IsIPv4
            ? ~BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReverseEndianness(((uint)low & MaskV4) | r << 29))
            : ~BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReverseEndianness((high & MaskV6) | (ulong)r << 61));
    }
}
