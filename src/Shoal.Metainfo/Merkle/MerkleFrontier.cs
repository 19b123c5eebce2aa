using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Metainfo.Merkle;

/// <summary>
/// The root of a file of BEP 52 from subtrees that come in order: however long the file is, it keeps one hash a layer.
/// <code>
///   after seven subtrees:   layer 2       n           the bits of 7 say which layers have a hash that waits for its partner
///                           layer 1     .   .   n
///                           layer 0    . . . . . . n
/// </code>
/// </summary>
public sealed class MerkleFrontier
{
    private readonly MerkleHasher _hasher;
    private readonly int _layer;
    private readonly Sha256Hash[] _waiting = new Sha256Hash[MerkleTree.MaxLayers + 1];
    private long _count;

    /// <summary>For subtrees whose roots stand this many layers above the leaves.</summary>
    public MerkleFrontier(MerkleHasher hasher, int layer)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        (_hasher, _layer) = (hasher, layer);
    }

    /// <summary>The next subtree; the last may be padded with zero leaves.</summary>
    public void Add(Sha256Hash root)
    {
        var at = 0;
        for (; (_count >> at & 1) != 0; at++)
        {
            root = _hasher.Join(_waiting[at], root);
        }

        _waiting[at] = root;
        _count++;
    }

    /// <summary>The root over all subtrees, of which there was at least one; then it can be used for another file.</summary>
    public Sha256Hash Finish()
    {
        Invariant.Check(_count > 0);
        var lowest = BitOperations.TrailingZeroCount(_count);
        var root = _waiting[lowest];
        for (var at = lowest; at < MerkleTree.RootLayer(_count); at++)
        {
            root = at > lowest && (_count >> at & 1) != 0
                ? _hasher.Join(_waiting[at], root)
                : _hasher.Join(root, new Sha256Hash(MerkleTree.ZeroSubtree(_layer + at)));
        }

        _count = 0;
        return root;
    }
}
