using System.Numerics;
using Shoal.Bencoding;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>BEP 52 "piece layers": the hash of each piece of the files that are larger than one, checked against the files' roots.</summary>
internal static class PieceLayers
{
    /// <summary>Gives 32 bytes for each piece of the layout, or none where a layer that may lack does.</summary>
    /// <param name="layers">The dictionary, or a value that does not exist where there is none: a bare info dictionary.</param>
    /// <param name="mayLack">True for a bare info dictionary.</param>
    /// <param name="pieces">Allocated only when every layer is there: a length that an info dictionary claims sizes nothing.</param>
    internal static string? Read(BencodeValue layers, List<FileEntry> entries, FileLayout layout, bool mayLack, out byte[] pieces)
    {
        pieces = [];
        if (Contradiction(entries) is { } contradiction)
        {
            return contradiction;
        }

        var byRoot = ByRoot(layers);
        using var hasher = new MerkleHasher();
        for (var i = 0; i < entries.Count; i++)
        {
            var (first, end) = layout.PiecesOf(i);
            if (entries[i].PiecesRoot is not { } root || end - first == 1)
            {
                continue;
            }

            if (!byRoot.TryGetValue(root, out var layer))
            {
                return mayLack ? null : $"the piece layer of '{PathRules.Show(entries[i].Name)}' is missing";
            }

            if (layer.Hashes.Length != (end - first) * Sha256Hash.Length)
            {
                return $"the piece layer of '{PathRules.Show(entries[i].Name)}' has {layer.Hashes.Length / Sha256Hash.Length} hashes for {end - first} pieces";
            }

            // Files of one content share a layer, which is hashed once.
            if (!layer.IsChecked && hasher.RootOf(layer.Hashes.Span, MerkleTree.PieceLayer(layout.PieceLength), BitOperations.RoundUpToPowerOf2((uint)(end - first))) != root)
            {
                return $"the piece layer of '{PathRules.Show(entries[i].Name)}' does not have the pieces root that its info dictionary names";
            }

            byRoot[root] = layer with { IsChecked = true };
        }

        pieces = Join(entries, layout, byRoot);
        return null;
    }

    /// <summary>Says why these are not the hashes of the torrent's pieces: 32 bytes each, all files in order.</summary>
    internal static string? Check(TorrentMetainfo torrent, ReadOnlySpan<byte> layers)
    {
        if (!torrent.HasV2 || layers.Length != torrent.Layout.PieceCount * Sha256Hash.Length)
        {
            return $"{layers.Length} bytes are not the piece layers of {(torrent.HasV2 ? torrent.Layout.PieceCount : 0)} pieces";
        }

        using var hasher = new MerkleHasher();
        for (var i = 0; i < torrent.Files.Count; i++)
        {
            if (torrent.Files[i].PiecesRoot is not { } root)
            {
                continue;
            }

            var (first, end) = torrent.Layout.PiecesOf(i);
            var layer = layers[(first * Sha256Hash.Length)..(end * Sha256Hash.Length)];
            var top = end - first == 1 ? new Sha256Hash(layer)
                : hasher.RootOf(layer, MerkleTree.PieceLayer(torrent.Layout.PieceLength), BitOperations.RoundUpToPowerOf2((uint)(end - first)));
            if (top != root)
            {
                return $"the piece layer of '{torrent.Files[i].SafePath}' does not have the pieces root that its info dictionary names";
            }
        }

        return null;
    }

    /// <summary>One root is the hash of one content. Who fetches a layer by its root relies on it.</summary>
    private static string? Contradiction(List<FileEntry> entries)
    {
        var lengths = new Dictionary<Sha256Hash, long>();
        foreach (var entry in entries)
        {
            if (entry.PiecesRoot is { } root && !lengths.TryAdd(root, entry.Length) && lengths[root] != entry.Length)
            {
                return $"'{PathRules.Show(entry.Name)}' has the pieces root of a file of another length";
            }
        }

        return null;
    }

    private static Dictionary<Sha256Hash, Layer> ByRoot(BencodeValue layers)
    {
        var byRoot = new Dictionary<Sha256Hash, Layer>();
        foreach (var (key, value) in layers.Entries)
        {
            if (key.AsBytes.Length == Sha256Hash.Length && value.Kind == BencodeKind.Bytes)
            {
                byRoot[new Sha256Hash(key.AsBytes)] = new Layer(value.AsMemory, IsChecked: false);
            }
        }

        return byRoot;
    }

    private static byte[] Join(List<FileEntry> entries, FileLayout layout, Dictionary<Sha256Hash, Layer> byRoot)
    {
        var pieces = new byte[layout.PieceCount * Sha256Hash.Length];
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].PiecesRoot is { } root)
            {
                var (first, end) = layout.PiecesOf(i);
                var hashes = end - first == 1 ? root.Span : byRoot[root].Hashes.Span;
                hashes.CopyTo(pieces.AsSpan(first * Sha256Hash.Length));
            }
        }

        return pieces;
    }

    private readonly record struct Layer(ReadOnlyMemory<byte> Hashes, bool IsChecked);
}
