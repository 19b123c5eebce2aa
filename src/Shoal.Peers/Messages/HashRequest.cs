using System.Buffers.Binary;
using Shoal.Metainfo;

namespace Shoal.Peers.Messages;

/// <summary>A run of hashes in a file's tree and the uncles that prove it, as hash request, hashes and hash reject name them (BEP 52).</summary>
/// <param name="PiecesRoot">The file, by the root of its tree.</param>
/// <param name="BaseLayer">How many layers above the leaves the run stands.</param>
/// <param name="Index">The first hash, counted in that layer.</param>
/// <param name="Length">How many: a power of two, at least 2; the index is a multiple of it.</param>
/// <param name="ProofLayers">Layers above the base that are to be proven; the first log2(length) - 1 need none, but are counted.</param>
public readonly record struct HashRequest(Sha256Hash PiecesRoot, int BaseLayer, int Index, int Length, int ProofLayers)
{
    /// <summary>Bytes behind the id of a request or reject.</summary>
    public const int PayloadLength = Sha256Hash.Length + 4 * sizeof(int);

    /// <summary>Reads the beginning of a payload.</summary>
    public static HashRequest Read(ReadOnlySpan<byte> payload)
    {
        var numbers = payload[Sha256Hash.Length..];
        return new HashRequest(
            new Sha256Hash(payload[..Sha256Hash.Length]),
            BinaryPrimitives.ReadInt32BigEndian(numbers),
            BinaryPrimitives.ReadInt32BigEndian(numbers[4..]),
            BinaryPrimitives.ReadInt32BigEndian(numbers[8..]),
            BinaryPrimitives.ReadInt32BigEndian(numbers[12..]));
    }

    /// <summary>Writes <see cref="PayloadLength"/> bytes.</summary>
    public void Write(Span<byte> payload)
    {
        PiecesRoot.Span.CopyTo(payload);
        var numbers = payload[Sha256Hash.Length..];
        BinaryPrimitives.WriteInt32BigEndian(numbers, BaseLayer);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], Index);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], Length);
        BinaryPrimitives.WriteInt32BigEndian(numbers[12..], ProofLayers);
    }
}
