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
        OuterKeys.WriteTrackers(writer, options.Trackers);
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

        OuterKeys.WriteWebSeeds(writer, options.WebSeeds);
        writer.WriteEnd();
    }

    private static void WritePieceLayers(BencodeWriter writer, TorrentPlan plan, PieceHashes hashes, Sha256Hash?[] roots)
    {
        var layers = new List<(Sha256Hash, ReadOnlyMemory<byte>)>();
        for (var i = 0; i < roots.Length; i++)
        {
            if (roots[i] is { } root && plan.Files[i].Length > plan.Layout.PieceLength)
            {
                var (first, end) = plan.Layout.PiecesOf(i);
                layers.Add((root, hashes.V2.AsMemory(first * Sha256Hash.Length, (end - first) * Sha256Hash.Length)));
            }
        }

        OuterKeys.WritePieceLayers(writer, layers);
    }
}
