using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>
/// Hashes up to sixteen whole pieces side by side, a part of each at a time, so that what is read is hashed before it leaves the
/// core's own cache, however long the pieces are. One thread uses it.
/// </summary>
internal sealed unsafe class PieceLanes : IDisposable
{
    /// <summary>Fewer pieces than this are hashed sooner one by one: sixteen lanes have the rate of three.</summary>
    public const int Worthwhile = 6;

    /// <summary>Bytes read of a piece at a time: all lanes' parts fit the second-level cache twice.</summary>
    private const int PartLength = 2 * MerkleTree.LeafLength;

    /// <summary>From one part to the next. A line more than a part, because at a power of two all parts would share a few sets of the cache.</summary>
    private const int Stride = PartLength + Lanes.VectorLength;

    private readonly FileLayout _layout;
    private readonly bool _v1;
    private readonly MerkleHasher? _merkle;
    private readonly byte* _parts = (byte*)NativeMemory.AlignedAlloc(Lanes.Count * Stride, Lanes.VectorLength);
    private readonly Vector512<uint>* _sha1 = (Vector512<uint>*)NativeMemory.AlignedAlloc(Sha1Lanes.StateWords * Lanes.VectorLength, Lanes.VectorLength);
    private readonly byte[] _digests = new byte[Lanes.Count * Sha256Hash.Length];

    // Of each lane those of its piece, one after another.
    private readonly byte[] _leaves;
    private readonly int _leavesLength;

    public PieceLanes(FileLayout layout, bool v1, bool v2)
    {
        Invariant.Check(IsUsable(layout));
        _layout = layout;
        _v1 = v1;
        _merkle = v2 ? new MerkleHasher() : null;
        _leavesLength = v2 ? layout.PieceLength / MerkleTree.LeafLength * Sha256Hash.Length : 0;
        _leaves = new byte[Lanes.Count * _leavesLength];
    }

    /// <summary>Lanes take whole blocks; a v1 torrent may have pieces of any length.</summary>
    public static bool IsUsable(FileLayout layout) => Lanes.IsSupported && layout.PieceLength % Lanes.BlockLength == 0;

    /// <summary>True for pieces that may share lanes: no end of a file cuts them short.</summary>
    public bool Takes(PieceIndex piece) =>
        (_merkle is null ? _layout.LengthOf(piece) : _layout.DataLengthOf(piece)) == _layout.PieceLength;

    /// <summary>Hashes pieces, at most sixteen.</summary>
    /// <param name="pieces">Pieces that <see cref="Takes"/> takes.</param>
    /// <param name="feed">Gives their bytes and, when all are read, hears their hashes.</param>
    /// <param name="onRead">Told how many bytes were read; false ends it at once.</param>
    /// <returns>False when it was ended, or some bytes could not be had: nobody heard of any hash.</returns>
    public bool TryHash(List<PieceIndex> pieces, IPieceFeed feed, Func<long, bool> onRead)
    {
        Sha1Lanes.Begin(_sha1);
        for (var begin = 0; begin < _layout.PieceLength; begin += PartLength)
        {
            var length = Math.Min(PartLength, _layout.PieceLength - begin);
            for (var lane = 0; lane < pieces.Count; lane++)
            {
                if (!feed.Read(pieces[lane], begin, new Span<byte>(_parts + lane * Stride, length)))
                {
                    return false;
                }
            }

            HashParts(begin, length, pieces.Count);
            if (!onRead((long)length * pieces.Count))
            {
                return false;
            }
        }

        Finish(pieces, feed);
        return true;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_parts);
        NativeMemory.AlignedFree(_sha1);
        _merkle?.Dispose();
    }

    // Lanes without a piece hash whatever lies in their parts; nobody looks at that.
    private void HashParts(int begin, int length, int count)
    {
        if (_v1)
        {
            Sha1Lanes.Append(_sha1, _parts, Stride, length);
        }

        for (var offset = 0; _merkle is not null && offset < length; offset += MerkleTree.LeafLength)
        {
            Sha256Lanes.Hash(_parts + offset, Stride, MerkleTree.LeafLength, _digests);
            var at = (begin + offset) / MerkleTree.LeafLength * Sha256Hash.Length;
            for (var lane = 0; lane < count; lane++)
            {
                _digests.AsSpan(lane * Sha256Hash.Length, Sha256Hash.Length).CopyTo(_leaves.AsSpan(lane * _leavesLength + at));
            }
        }
    }

    private void Finish(List<PieceIndex> pieces, IPieceFeed feed)
    {
        Span<byte> v1 = stackalloc byte[Lanes.Count * Sha1Hash.Length];
        Sha1Lanes.Finish(_sha1, _layout.PieceLength, v1);
        for (var lane = 0; lane < pieces.Count; lane++)
        {
            var leaves = _leaves.AsSpan(lane * _leavesLength, _leavesLength);
            _merkle?.Raise(leaves, leaves.Length / Sha256Hash.Length, layer: 0, _layout.RootLayerOf(pieces[lane]));
            feed.OnHashed(
                pieces[lane],
                _v1 ? v1.Slice(lane * Sha1Hash.Length, Sha1Hash.Length) : [],
                _merkle is null ? [] : leaves[..Sha256Hash.Length]);
        }
    }
}
