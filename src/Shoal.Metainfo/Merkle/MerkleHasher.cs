using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using Shoal.Metainfo.Hashing;
using Shoal.Runtime;

namespace Shoal.Metainfo.Merkle;

/// <summary>
/// Computes hashes of BEP 52 trees with one kept digest: a node is only 64 bytes, so a fresh digest would cost more than the hash.
/// One thread uses it at a time.
/// </summary>
public sealed class MerkleHasher : IDisposable
{
    private const int NodeLength = 2 * Sha256Hash.Length;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Hashes data into consecutive leaves of 32 bytes; the last block may be short and is hashed as it is.</summary>
    /// <returns>How many leaves were written.</returns>
    public unsafe int HashLeaves(ReadOnlySpan<byte> data, Span<byte> leaves)
    {
        const int together = Lanes.Count * MerkleTree.LeafLength;
        var count = 0;
        while (Lanes.IsSupported && data.Length >= together)
        {
            fixed (byte* first = data)
            {
                Sha256Lanes.Hash(first, MerkleTree.LeafLength, MerkleTree.LeafLength, leaves[(count * Sha256Hash.Length)..]);
            }

            count += Lanes.Count;
            data = data[together..];
        }

        for (; !data.IsEmpty; count++)
        {
            var length = Math.Min(data.Length, MerkleTree.LeafLength);
            _sha256.AppendData(data[..length]);
            _sha256.GetHashAndReset(leaves.Slice(count * Sha256Hash.Length, Sha256Hash.Length));
            data = data[length..];
        }

        return count;
    }

    /// <summary>Replaces a run of hashes of one layer by the hashes of a layer above, in place. Where a partner is missing it is a zero subtree.</summary>
    /// <param name="hashes">At its start, the <paramref name="count"/> hashes; afterwards those of layer <paramref name="toLayer"/>.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="layer">The layer they belong to: 0 for leaves.</param>
    /// <param name="toLayer">The layer wanted, not below <paramref name="layer"/>.</param>
    /// <returns>How many hashes the upper layer has.</returns>
    public int Raise(Span<byte> hashes, int count, int layer, int toLayer)
    {
        Invariant.Check(count >= 1 && layer <= toLayer);
        Span<byte> last = stackalloc byte[NodeLength];
        for (; layer < toLayer; layer++)
        {
            var pairs = count / 2;
            for (var i = 0; i < pairs; i++)
            {
                Node(hashes.Slice(i * NodeLength, NodeLength), hashes.Slice(i * Sha256Hash.Length, Sha256Hash.Length));
            }

            if (count % 2 != 0)
            {
                hashes.Slice(pairs * NodeLength, Sha256Hash.Length).CopyTo(last);
                MerkleTree.ZeroSubtree(layer).CopyTo(last[Sha256Hash.Length..]);
                Node(last, hashes.Slice(pairs * Sha256Hash.Length, Sha256Hash.Length));
            }

            count = pairs + count % 2;
        }

        return count;
    }

    /// <summary>The root of a tree that is <paramref name="width"/> hashes wide at the given layer; hashes that are not given are zero subtrees.</summary>
    /// <param name="hashes">32 bytes each, in order, at least one.</param>
    /// <param name="layer">The layer they belong to: 0 for leaves.</param>
    /// <param name="width">A power of two, at least the number of hashes given.</param>
    public Sha256Hash RootOf(ReadOnlySpan<byte> hashes, int layer, long width)
    {
        var count = hashes.Length / Sha256Hash.Length;
        Invariant.Check(hashes.Length % Sha256Hash.Length == 0 && count >= 1 && count <= width && BitOperations.IsPow2(width));
        var scratch = ArrayPool<byte>.Shared.Rent(hashes.Length);
        hashes.CopyTo(scratch);
        Raise(scratch, count, layer, layer + BitOperations.Log2((ulong)width));
        var root = new Sha256Hash(scratch.AsSpan(0, Sha256Hash.Length));
        ArrayPool<byte>.Shared.Return(scratch);
        return root;
    }

    /// <summary>The parent of two nodes.</summary>
    public Sha256Hash Join(in Sha256Hash left, in Sha256Hash right)
    {
        Span<byte> node = stackalloc byte[NodeLength];
        left.Span.CopyTo(node);
        right.Span.CopyTo(node[Sha256Hash.Length..]);
        Node(node, node[..Sha256Hash.Length]);
        return new Sha256Hash(node[..Sha256Hash.Length]);
    }

    /// <inheritdoc/>
    public void Dispose() => _sha256.Dispose();

    private void Node(ReadOnlySpan<byte> children, Span<byte> parent)
    {
        _sha256.AppendData(children);
        _sha256.GetHashAndReset(parent);
    }
}
