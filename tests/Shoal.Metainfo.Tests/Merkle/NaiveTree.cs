using System.Security.Cryptography;

namespace Shoal.Metainfo.Tests.Merkle;

/// <summary>A tree of BEP 52 with every node of it in memory, built by its definition; the oracle for all that is cleverer.</summary>
internal sealed class NaiveTree
{
    private readonly int _bottom;
    private readonly List<byte[][]> _layers = [];

    /// <summary>From the hashes of one layer; the tree is as wide as the next power of two.</summary>
    public NaiveTree(IEnumerable<byte[]> hashes, int layer)
    {
        _bottom = layer;
        var given = hashes.ToList();
        var width = 1;
        while (width < given.Count)
        {
            width *= 2;
        }

        while (given.Count < width)
        {
            given.Add(Zero(layer));
        }

        _layers.Add([.. given]);
        while (_layers[^1].Length > 1)
        {
            _layers.Add([.. _layers[^1].Chunk(2).Select(pair => SHA256.HashData([.. pair[0], .. pair[1]]))]);
        }
    }

    public int RootLayer => _bottom + _layers.Count - 1;

    public Sha256Hash Root => new(_layers[^1][0]);

    /// <summary>Of a file's bytes.</summary>
    public static NaiveTree Of(byte[] file) => new(file.Chunk(16384).Select(SHA256.HashData), 0);

    /// <summary>Hashes of nobody's data.</summary>
    public static NaiveTree Random(int hashes, int layer, int seed)
    {
        var random = new Random(seed);
        return new NaiveTree(Enumerable.Range(0, hashes).Select(_ =>
        {
            var hash = new byte[32];
            random.NextBytes(hash);
            return hash;
        }), layer);
    }

    /// <summary>A subtree of zero leaves.</summary>
    public static byte[] Zero(int layer) => layer == 0 ? new byte[32] : SHA256.HashData([.. Zero(layer - 1), .. Zero(layer - 1)]);

    public byte[] Run(int layer, int index, int length) => [.. _layers[layer - _bottom].Skip(index).Take(length).SelectMany(hash => hash)];

    /// <summary>"Hashes starts with the base layer and ends with the uncle hash closest to the root"; "the first log2(length)-1 proof layers are omitted".</summary>
    public byte[] Answer(int layer, int index, int length, int proofLayers)
    {
        var answer = new List<byte>(Run(layer, index, length));
        var omitted = (int)Math.Log2(length) - 1;
        for (var above = 1; above <= proofLayers; above++)
        {
            var ancestor = index >> above;
            if (above > omitted)
            {
                answer.AddRange(Run(layer + above, ancestor % 2 == 0 ? ancestor + 1 : ancestor - 1, 1));
            }
        }

        return [.. answer];
    }
}
