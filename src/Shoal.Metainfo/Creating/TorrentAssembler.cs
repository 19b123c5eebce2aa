using System.Buffers;
using System.Security.Cryptography;
using Shoal.Bencoding;
using Shoal.Metainfo.Merkle;

namespace Shoal.Metainfo.Creating;

/// <summary>Writes the .torrent of a plan whose pieces are hashed. Pure: equal input gives equal bytes.</summary>
internal static class TorrentAssembler
{
    public static CreatedTorrent Assemble(TorrentPlan plan, PieceHashes hashes, CreateOptions options)
    {
        var roots = plan.HasV2 ? Roots(plan, hashes) : new Sha256Hash?[plan.Files.Count];
        var info = InfoDictionary.Write(plan, hashes, roots, options);
        var output = new ArrayBufferWriter<byte>(info.Length + hashes.V2.Length + 4096);
        WriteOuter(new BencodeWriter(output), plan, info, hashes, roots, options);
        return new CreatedTorrent
        {
            Bytes = output.WrittenMemory,
            InfoHashes = new InfoHashes(
                plan.HasV1 ? new Sha1Hash(SHA1.HashData(info)) : null,
                plan.HasV2 ? new Sha256Hash(SHA256.HashData(info)) : null),
            Name = plan.Tree.Name,
            PieceLength = plan.Layout.PieceLength,
            PieceCount = plan.Layout.PieceCount,
            DataLength = plan.Layout.DataLength,
            Files = FilesOf(plan, roots),
        };
    }

    private static List<CreatedFile> FilesOf(TorrentPlan plan, Sha256Hash?[] roots)
    {
        var files = new List<CreatedFile>(plan.Files.Count);
        for (var i = 0; i < roots.Length; i++)
        {
            if (plan.Files[i].Source is { } source)
            {
                files.Add(new CreatedFile(source, roots[i]));
            }
        }

        return files;
    }

    private static Sha256Hash?[] Roots(TorrentPlan plan, PieceHashes hashes)
    {
        var roots = new Sha256Hash?[plan.Files.Count];
        for (var i = 0; i < roots.Length; i++)
        {
            if (plan.Files[i] is { Source: not null, Length: > 0 })
            {
                var layer = PieceLayerOf(plan, hashes, i);
                roots[i] = layer.Length == Sha256Hash.Length ? new Sha256Hash(layer) : MerkleTree.RootOfPieceLayer(layer, plan.Layout.PieceLength);
            }
        }

        return roots;
    }

    private static ReadOnlySpan<byte> PieceLayerOf(TorrentPlan plan, PieceHashes hashes, int file)
    {
        var (first, end) = plan.Layout.PiecesOf(file);
        return hashes.V2.AsSpan(first * Sha256Hash.Length, (end - first) * Sha256Hash.Length);
    }

    private static void WriteOuter(BencodeWriter writer, TorrentPlan plan, byte[] info, PieceHashes hashes, Sha256Hash?[] roots, CreateOptions options)
    {
        writer.WriteStartDictionary();
        WriteTrackers(writer, options.Trackers);
        if (options.Comment is { } comment)
        {
            writer.Write("comment"u8, comment);
        }

        if (options.CreatedBy is { } createdBy)
        {
            writer.Write("created by"u8, createdBy);
        }

        if (options.CreationDate is { } date)
        {
            writer.Write("creation date"u8, date.ToUnixTimeSeconds());
        }

        writer.WriteKey("info"u8);
        writer.WriteRaw(info);
        if (plan.HasV2)
        {
            WritePieceLayers(writer, plan, hashes, roots);
        }

        WriteWebSeeds(writer, options.WebSeeds);
        writer.WriteEnd();
    }

    // BEP 12: "announce" stays for clients that know no tiers; the list is needed only where it says more.
    private static void WriteTrackers(BencodeWriter writer, IReadOnlyList<IReadOnlyList<string>> tiers)
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
    private static void WritePieceLayers(BencodeWriter writer, TorrentPlan plan, PieceHashes hashes, Sha256Hash?[] roots)
    {
        var count = 0;
        var byRoot = new Sha256Hash[roots.Length];
        var files = new int[roots.Length];
        for (var i = 0; i < roots.Length; i++)
        {
            if (roots[i] is { } root && plan.Files[i].Length > plan.Layout.PieceLength)
            {
                byRoot[count] = root;
                files[count++] = i;
            }
        }

        Array.Sort(byRoot, files, 0, count);

        writer.WriteKey("piece layers"u8);
        writer.WriteStartDictionary();
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || byRoot[i] != byRoot[i - 1])
            {
                writer.Write(byRoot[i].Span, PieceLayerOf(plan, hashes, files[i]));
            }
        }

        writer.WriteEnd();
    }

    private static void WriteWebSeeds(BencodeWriter writer, IReadOnlyList<string> urls)
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
