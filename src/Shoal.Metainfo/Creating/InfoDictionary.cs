using System.Buffers;
using System.Globalization;
using Shoal.Bencoding;

namespace Shoal.Metainfo.Creating;

/// <summary>Writes the info dictionary: what the info-hash is over (BEP 3, 27, 47, 52). Keys ascend, so v1 and v2 keys alternate.</summary>
internal static class InfoDictionary
{
    public static byte[] Write(TorrentPlan plan, PieceHashes hashes, Sha256Hash?[] roots, CreateOptions options)
    {
        var output = new ArrayBufferWriter<byte>(hashes.V1.Length + 4096);
        var writer = new BencodeWriter(output);
        var single = plan.Tree.IsSingleFile;
        writer.WriteStartDictionary();
        if (plan.Format == TorrentFormat.Hybrid && single)
        {
            WriteAttributes(writer, plan.Files[0]);
        }

        if (plan.HasV2)
        {
            WriteFileTree(writer, plan, roots);
        }

        if (plan.HasV1 && !single)
        {
            WriteFiles(writer, plan);
        }

        if (plan.HasV1 && single)
        {
            writer.Write("length"u8, plan.Files[0].Length);
        }

        if (plan.HasV2)
        {
            writer.Write("meta version"u8, 2);
        }

        writer.Write("name"u8, plan.Tree.Name);
        writer.Write("piece length"u8, plan.Layout.PieceLength);
        if (plan.HasV1)
        {
            writer.Write("pieces"u8, hashes.V1);
        }

        if (options.IsPrivate)
        {
            writer.Write("private"u8, 1);
        }

        if (options.Source is { } source)
        {
            writer.Write("source"u8, source);
        }

        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    private static void WriteFiles(BencodeWriter writer, TorrentPlan plan)
    {
        writer.WriteKey("files"u8);
        writer.WriteStartList();
        foreach (var file in plan.Files)
        {
            writer.WriteStartDictionary();
            if (plan.Format == TorrentFormat.Hybrid)
            {
                WriteAttributes(writer, file);
            }

            writer.Write("length"u8, file.Length);
            writer.WriteKey("path"u8);
            writer.WriteStartList();
            foreach (var component in file.Source?.Components ?? [".pad", file.Length.ToString(CultureInfo.InvariantCulture)])
            {
                writer.WriteText(component);
            }

            writer.WriteEnd();
            writer.WriteEnd();
        }

        writer.WriteEnd();
    }

    // Files come in tree order, so that each folder's dictionary is opened and closed once.
    private static void WriteFileTree(BencodeWriter writer, TorrentPlan plan, Sha256Hash?[] roots)
    {
        writer.WriteKey("file tree"u8);
        writer.WriteStartDictionary();
        string[] open = [];
        for (var i = 0; i < plan.Files.Count; i++)
        {
            if (plan.Files[i].Source is not { } source)
            {
                continue;
            }

            var folders = source.Components.Take(source.Components.Count - 1).ToArray();
            var common = CommonPrefix(open, folders);
            for (var depth = open.Length; depth > common; depth--)
            {
                writer.WriteEnd();
            }

            foreach (var folder in folders.Skip(common))
            {
                WriteKey(writer, folder);
                writer.WriteStartDictionary();
            }

            open = folders;
            WriteTreeFile(writer, plan.Files[i], source.Components[^1], roots[i]);
        }

        for (var depth = open.Length; depth >= 0; depth--)
        {
            writer.WriteEnd();
        }
    }

    private static int CommonPrefix(string[] left, string[] right)
    {
        var common = 0;
        while (common < left.Length && common < right.Length && string.Equals(left[common], right[common], StringComparison.Ordinal))
        {
            common++;
        }

        return common;
    }

    private static void WriteTreeFile(BencodeWriter writer, PlannedFile file, string name, Sha256Hash? root)
    {
        WriteKey(writer, name);
        writer.WriteStartDictionary();
        writer.WriteKey(""u8);
        writer.WriteStartDictionary();
        WriteAttributes(writer, file);
        writer.Write("length"u8, file.Length);
        if (root is { } hash)
        {
            writer.Write("pieces root"u8, hash.Span);
        }

        writer.WriteEnd();
        writer.WriteEnd();
    }

    private static void WriteAttributes(BencodeWriter writer, PlannedFile file)
    {
        if (file.Source is null)
        {
            writer.Write("attr"u8, "p"u8);
        }
        else if (file.Source.IsExecutable)
        {
            writer.Write("attr"u8, "x"u8);
        }
    }

    private static void WriteKey(BencodeWriter writer, string key) => writer.WriteKey(System.Text.Encoding.UTF8.GetBytes(key));
}
