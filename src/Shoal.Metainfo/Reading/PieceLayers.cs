using System.Numerics;
using Shoal.Bencoding;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>BEP 52 "piece layers": the hash of each piece of the files that are larger than one, checked against the files' roots.</summary>
internal static class PieceLayers
{
    /// <summary>Fills 32 bytes for each piece of the layout.</summary>
    /// <param name="layers">The dictionary, or a value that does not exist where there is none: a bare info dictionary.</param>
    /// <param name="mayLack">True to leave zeros for files whose layer is not there.</param>
    /// <param name="complete">False when some layer is not there.</param>
    internal static string? Read(
        BencodeValue layers, List<FileEntry> entries, FileLayout layout, bool mayLack, out byte[] pieces, out bool complete)
    {
        pieces = new byte[layout.PieceCount * Sha256Hash.Length];
        complete = true;
        var byRoot = new Dictionary<Sha256Hash, Layer>();
        foreach (var (key, value) in layers.Entries)
        {
            if (key.AsBytes.Length == Sha256Hash.Length && value.Kind == BencodeKind.Bytes)
            {
                byRoot[new Sha256Hash(key.AsBytes)] = new Layer(value.AsMemory, IsChecked: false);
            }
        }

        using var hasher = new MerkleHasher();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].PiecesRoot is not { } root)
            {
                continue;
            }

            var (first, end) = layout.PiecesOf(i);
            var target = pieces.AsSpan(first * Sha256Hash.Length, (end - first) * Sha256Hash.Length);
            if (end - first == 1)
            {
                root.Span.CopyTo(target);
                continue;
            }

            if (!byRoot.TryGetValue(root, out var layer))
            {
                if (!mayLack)
                {
                    return $"the piece layer of '{PathRules.Show(entries[i].Name)}' is missing";
                }

                complete = false;
                continue;
            }

            if (layer.Hashes.Length != target.Length)
            {
                return $"the piece layer of '{PathRules.Show(entries[i].Name)}' has {layer.Hashes.Length / Sha256Hash.Length} hashes for {end - first} pieces";
            }

            // Files of one content share a layer, which is hashed once.
            if (!layer.IsChecked && hasher.RootOf(layer.Hashes.Span, MerkleTree.PieceLayer(layout.PieceLength), BitOperations.RoundUpToPowerOf2((uint)(end - first))) != root)
            {
                return $"the piece layer of '{PathRules.Show(entries[i].Name)}' does not have the pieces root that its info dictionary names";
            }

            byRoot[root] = layer with { IsChecked = true };
            layer.Hashes.Span.CopyTo(target);
        }

        return null;
    }

    private readonly record struct Layer(ReadOnlyMemory<byte> Hashes, bool IsChecked);
}
