using Shoal.Bencoding;

namespace Shoal.Metainfo.Creating;

/// <summary>Writes the keys of a .torrent that stand beside its info dictionary.</summary>
internal static class OuterKeys
{
    // BEP 12: "announce" stays for clients that know no tiers; the list is needed only where it says more.
    public static void WriteTrackers(BencodeWriter writer, IReadOnlyList<IReadOnlyList<string>> tiers)
    {
        if (tiers.Count == 0)
        {
            return;
        }

        writer.Write("announce"u8, tiers[0][0]);
        if (tiers.Sum(t => t.Count) == 1)
        {
            return;
        }

        writer.WriteKey("announce-list"u8);
        writer.WriteStartList();
        foreach (var tier in tiers)
        {
            writer.WriteStartList();
            foreach (var url in tier)
            {
                writer.WriteText(url);
            }

            writer.WriteEnd();
        }

        writer.WriteEnd();
    }

    // BEP 52 "piece layers": one entry for each file longer than a piece; equal files share a root and so an entry.
    public static void WritePieceLayers(BencodeWriter writer, List<(Sha256Hash Root, ReadOnlyMemory<byte> Layer)> layers)
    {
        writer.WriteKey("piece layers"u8);
        writer.WriteStartDictionary();
        foreach (var (root, layer) in layers.DistinctBy(one => one.Root).OrderBy(one => one.Root))
        {
            writer.Write(root.Span, layer.Span);
        }

        writer.WriteEnd();
    }

    public static void WriteWebSeeds(BencodeWriter writer, IReadOnlyList<string> urls)
    {
        if (urls.Count == 0)
        {
            return;
        }

        writer.WriteKey("url-list"u8);
        if (urls.Count == 1)
        {
            writer.WriteText(urls[0]);
            return;
        }

        writer.WriteStartList();
        foreach (var url in urls)
        {
            writer.WriteText(url);
        }

        writer.WriteEnd();
    }
}
