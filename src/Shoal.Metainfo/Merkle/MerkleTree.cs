using System.Numerics;
using System.Security.Cryptography;
using Shoal.Runtime;

namespace Shoal.Metainfo.Merkle;

/// <summary>
/// The shape of BEP 52's hash trees: SHA-256 over 16 KiB blocks, two children a node, padded to a power of two with zero leaves.
/// <code>
///   layer 2            root
///   layer 1       n          n        a whole subtree behind the end of the file has a hash that
///   layer 0     l   l      l   0      depends on its layer only: see <see cref="ZeroSubtree"/>
/// </code>
/// </summary>
public static class MerkleTree
{
    /// <summary>Bytes of a file under one leaf (BEP 52).</summary>
    public const int LeafLength = 16 * 1024;

    /// <summary>Layers above the leaves of the largest file that a signed 64-bit length can name.</summary>
    internal const int MaxLayers = 50;

    private static readonly byte[] ZeroSubtrees = BuildZeroSubtrees();

    /// <summary>The root of a subtree of zero leaves whose root stands this many layers above the leaves (0: a zero leaf, 32 zero bytes).</summary>
    public static ReadOnlySpan<byte> ZeroSubtree(int layer) => ZeroSubtrees.AsSpan(layer * Sha256Hash.Length, Sha256Hash.Length);

    /// <summary>How many leaves hold data of a file of this length.</summary>
    public static long LeavesOf(long fileLength) => fileLength / LeafLength + (fileLength % LeafLength == 0 ? 0 : 1);

    /// <summary>How many layers above the leaves the root of a tree over this many leaves stands.</summary>
    public static int RootLayer(long leafCount) => leafCount <= 1 ? 0 : BitOperations.Log2((ulong)(leafCount - 1)) + 1;

    /// <summary>How many layers above the leaves the hashes of whole pieces stand.</summary>
    /// <param name="pieceLength">A power of two, at least <see cref="LeafLength"/>.</param>
    public static int PieceLayer(int pieceLength)
    {
        Invariant.Check(pieceLength >= LeafLength && BitOperations.IsPow2(pieceLength));
        return BitOperations.Log2((uint)pieceLength / LeafLength);
    }

    /// <summary>The root over up to <paramref name="leafCount"/> leaf hashes; leaves that are not given are zeros.</summary>
    /// <param name="leaves">32 bytes each, in order, at least one.</param>
    /// <param name="leafCount">The width of the tree: a power of two.</param>
    public static Sha256Hash RootOf(ReadOnlySpan<byte> leaves, long leafCount)
    {
        using var hasher = new MerkleHasher();
        return hasher.RootOf(leaves, layer: 0, leafCount);
    }

    /// <summary>The root of a file from its piece layer, padded with hashes of zero subtrees (BEP 52 "piece layers").</summary>
    /// <param name="pieceHashes">32 bytes for each piece of the file, in order, at least one.</param>
    /// <param name="pieceLength">A power of two, at least <see cref="LeafLength"/>.</param>
    public static Sha256Hash RootOfPieceLayer(ReadOnlySpan<byte> pieceHashes, int pieceLength)
    {
        using var hasher = new MerkleHasher();
        var pieces = pieceHashes.Length / Sha256Hash.Length;
        return hasher.RootOf(pieceHashes, PieceLayer(pieceLength), (long)BitOperations.RoundUpToPowerOf2((uint)pieces));
    }

    private static byte[] BuildZeroSubtrees()
    {
        var all = new byte[(MaxLayers + 1) * Sha256Hash.Length];
        Span<byte> pair = stackalloc byte[2 * Sha256Hash.Length];
        for (var layer = 1; layer <= MaxLayers; layer++)
        {
            var below = all.AsSpan((layer - 1) * Sha256Hash.Length, Sha256Hash.Length);
            below.CopyTo(pair);
            below.CopyTo(pair[Sha256Hash.Length..]);
            SHA256.HashData(pair, all.AsSpan(layer * Sha256Hash.Length));
        }

        return all;
    }
}
