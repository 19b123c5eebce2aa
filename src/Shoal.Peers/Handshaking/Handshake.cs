using Shoal.Metainfo;

namespace Shoal.Peers.Handshaking;

/// <summary>The 68 bytes that open a connection (BEP 3), with the extension bits that we know.</summary>
/// <param name="InfoHash">v1, or v2 cut to 20 bytes.</param>
/// <param name="PeerId">The sender.</param>
/// <param name="Fast">BEP 6: reserved[7] &amp; 0x04.</param>
/// <param name="Extended">BEP 10: reserved[5] &amp; 0x10.</param>
/// <param name="V2">BEP 52: reserved[7] &amp; 0x10. Untrusted before the metadata is known.</param>
/// <param name="Dht">BEP 5: reserved[7] &amp; 0x01. It has a node of the DHT, and takes PORT messages.</param>
public readonly record struct Handshake(Sha1Hash InfoHash, PeerId PeerId, bool Fast, bool Extended, bool V2, bool Dht = false)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 68;

    private const int ReservedOffset = 20;
    private const int HashOffset = 28;
    private const int IdOffset = 48;

    private static ReadOnlySpan<byte> Protocol => "\u0013BitTorrent protocol"u8;

    /// <summary>Writes 68 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Length].Clear();
        Protocol.CopyTo(destination);
        destination[ReservedOffset + 5] = (byte)(Extended ? 0x10 : 0);
        destination[ReservedOffset + 7] = (byte)((Fast ? 0x04 : 0) | (V2 ? 0x10 : 0) | (Dht ? 0x01 : 0));
        InfoHash.Span.CopyTo(destination[HashOffset..]);
        PeerId.Span.CopyTo(destination[IdOffset..]);
    }

    /// <summary>True while the bytes could be the beginning of a handshake.</summary>
    public static bool CouldBegin(ReadOnlySpan<byte> source)
    {
        var length = Math.Min(source.Length, Protocol.Length);
        return source[..length].SequenceEqual(Protocol[..length]);
    }

    /// <summary>Reads 68 bytes; false where they are another protocol.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out Handshake handshake)
    {
        handshake = default;
        if (source.Length != Length || !CouldBegin(source))
        {
            return false;
        }

        handshake = new Handshake(
            new Sha1Hash(source.Slice(HashOffset, Sha1Hash.Length)),
            new PeerId(source.Slice(IdOffset, PeerId.Length)),
            Fast: (source[ReservedOffset + 7] & 0x04) != 0,
            Extended: (source[ReservedOffset + 5] & 0x10) != 0,
            V2: (source[ReservedOffset + 7] & 0x10) != 0,
            Dht: (source[ReservedOffset + 7] & 0x01) != 0);
        return true;
    }
}
