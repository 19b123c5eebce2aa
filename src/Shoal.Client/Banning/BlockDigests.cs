using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Banning;

/// <summary>SHA-256 of each block of a piece, which is also what a v2 torrent's leaves are (BEP 52). For workers.</summary>
internal static class BlockDigests
{
    /// <summary>32 bytes for each block, from memory or from the part file; null where that cannot be read.</summary>
    public static byte[]? Of(OpenPiece piece, IPieceStore store, BufferSlab slab)
    {
        using var hasher = new MerkleHasher();
        var digests = new byte[piece.BlockCount * Sha256Hash.Length];
        var lent = piece.IsSpilled ? slab.Rent() : default;
        var isRead = true;
        for (var i = 0; i < piece.BlockCount && isRead; i++)
        {
            var block = new BufferRun(piece.IsSpilled ? lent : piece.Slots[i], piece.RequestOf(i).Length);
            isRead = !piece.IsSpilled || store.ReadUnverified(piece.Index, i, block) is null;
            hasher.HashLeaves(block.Slot.Span[..block.Length], digests.AsSpan(i * Sha256Hash.Length));
        }

        if (piece.IsSpilled)
        {
            slab.Return(lent);
        }

        return isRead ? digests : null;
    }

    /// <summary>The blocks of which two lists of digests differ.</summary>
    public static List<int> Differing(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var differing = new List<int>();
        for (var at = 0; at < one.Length; at += Sha256Hash.Length)
        {
            if (!one.Slice(at, Sha256Hash.Length).SequenceEqual(other.Slice(at, Sha256Hash.Length)))
            {
                differing.Add(at / Sha256Hash.Length);
            }
        }

        return differing;
    }
}
