using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Metainfo.Merkle;

/// <summary>
/// Runs of hashes with the uncles that tie them to a known node above (BEP 52 "hash request").
/// <code>
///   layer 3            root                asked: 2 hashes at layer 0 with 2 proof layers
///   layer 2       n          [u2]          layer 1 counts, and needs
///   layer 1     n    [u1]                  u1, the sibling of the run's own root;
///   layer 0   [a][b]                       layer 2 needs u2
/// </code>
/// </summary>
public static class MerkleProof
{
    /// <summary>The uncles of a run. A layer within the run needs none: the first log2(length) - 1 layers are counted and left out.</summary>
    /// <param name="length">Hashes of the run: a power of two, at least 2.</param>
    /// <param name="proofLayers">Layers above the run's own that are asked for.</param>
    public static int UnclesOf(int length, int proofLayers) => Math.Max(0, proofLayers - (BitOperations.Log2((uint)length) - 1));

    /// <summary>The layer in which the first uncle stands: that of the run's own root.</summary>
    public static int FirstUncleLayer(int baseLayer, int length) => baseLayer + BitOperations.Log2((uint)length);

    /// <summary>Proof layers that lead from a run up to the node at <paramref name="topLayer"/>, whose own sibling is not needed.</summary>
    public static int LayersTo(int topLayer, int baseLayer) => topLayer - baseLayer - 1;

    /// <summary>The hash at the top of a proof: the run's root, joined with each uncle in turn.</summary>
    /// <param name="hasher">Does the work.</param>
    /// <param name="run">32 bytes for each hash of the run that is given; those missing at its end are zero subtrees.</param>
    /// <param name="baseLayer">The layer of the run.</param>
    /// <param name="index">The run's first hash, a multiple of <paramref name="length"/>.</param>
    /// <param name="length">A power of two, not below the hashes given.</param>
    /// <param name="uncles">32 bytes each, from below upwards.</param>
    public static Sha256Hash TopOf(MerkleHasher hasher, ReadOnlySpan<byte> run, int baseLayer, int index, int length, ReadOnlySpan<byte> uncles)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        Invariant.Check(index % length == 0 && uncles.Length % Sha256Hash.Length == 0);
        var top = hasher.RootOf(run, baseLayer, length);
        for (var position = index / length; !uncles.IsEmpty; position >>= 1, uncles = uncles[Sha256Hash.Length..])
        {
            var uncle = new Sha256Hash(uncles[..Sha256Hash.Length]);
            top = (position & 1) == 0 ? hasher.Join(top, uncle) : hasher.Join(uncle, top);
        }

        return top;
    }
}
