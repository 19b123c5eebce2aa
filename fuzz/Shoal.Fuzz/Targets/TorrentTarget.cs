using System.Security.Cryptography;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Fuzz.Mutation;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>A torrent that is taken has hashes over its original bytes, safe unique paths and numbers that agree; one that is not has a printable reason.</summary>
public sealed class TorrentTarget : FuzzTarget
{
    private const int OracleDepth = 110;

    public override string Name => "torrent";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "", "info", "name", "name.utf-8", "piece length", "pieces", "length", "files", "path", "path.utf-8", "attr", "symlink path", "sha1", "file tree", "pieces root",
                "piece layers", "meta version", "private", "announce", "announce-list", "url-list", "nodes", "similar", "collections", "comment", "creation date", "source",
                "p", "l", "x", "..", "/etc", "a/../b", "CON", ".pad",
            }.Select(Encoding.ASCII.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, Words, chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        if (!TorrentReader.TryRead(bytes, out var torrent, out var reason))
        {
            Require(torrent is null && reason.Length is > 0 and < 400 && !reason.Any(char.IsControl), $"the reason is not a printable sentence: {reason}");
            return;
        }

        CheckHashes(bytes, torrent);
        CheckLayout(torrent);
        CheckPaths(torrent);
        Require(TorrentReader.TryReadInfo(torrent.InfoBytes, out var bare, out _) && bare.InfoHashes == torrent.InfoHashes, "the info dictionary alone is another torrent");
        var link = torrent.ToMagnet().ToString();
        Require(link.Length > 65_536 || MagnetLink.TryParse(link, out var magnet, out _) && magnet.InfoHashes == torrent.InfoHashes, "its magnet link names another torrent");
    }

    private static void CheckHashes(byte[] bytes, TorrentMetainfo torrent)
    {
        var decoded = NaiveBencode.Decode(bytes, strict: false, OracleDepth) ?? throw new FindingException("the oracle cannot read it");
        var info = ((List<KeyValuePair<byte[], object>>)decoded.Value).Single(pair => pair.Key.AsSpan().SequenceEqual("info"u8)).Value;

        // What the oracle took is canonical but for the order of keys, which it keeps: so this is the original.
        var original = NaiveBencode.Encode(info);
        Require(torrent.InfoBytes.Span.SequenceEqual(original), "the info bytes are not the original ones");
        Require(torrent.InfoHashes.V1 is not { } v1 || v1.Span.SequenceEqual(SHA1.HashData(original)), "the v1 hash is wrong");
        Require(torrent.InfoHashes.V2 is not { } v2 || v2.Span.SequenceEqual(SHA256.HashData(original)), "the v2 hash is wrong");
        Require(torrent.HasV1 || torrent.HasV2, "it has no hash");
    }

    private static void CheckLayout(TorrentMetainfo torrent)
    {
        var layout = torrent.Layout;
        Require(layout.PieceCount <= 1 << 21 && layout.TotalLength >= 0 && layout.DataLength <= layout.TotalLength, "the layout is out of bounds");
        Require(layout.Files.Count == torrent.Files.Count && layout.DataLength == torrent.Files.Where(f => !f.IsPadding).Sum(f => f.Length), "the layout has other files");
        Require(torrent.V1Pieces.Length == (torrent.HasV1 ? layout.PieceCount * 20 : 0), "the v1 hashes are not one a piece");
        Require(torrent.V2Pieces.Length == (torrent.HasV2 ? layout.PieceCount * 32 : 0), "the v2 hashes are not one a piece");
        for (var i = 0; i < layout.PieceCount && torrent.HasV2; i++)
        {
            var piece = new PieceIndex(i);
            Require(layout.DataLengthOf(piece) > 0 && torrent.V2LeavesOf(piece) > 0, "a v2 piece has no data");
        }
    }

    private static void CheckPaths(TorrentMetainfo torrent)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in torrent.Files.Where(file => !file.IsPadding))
        {
            Require(seen.Add(file.SafePath), $"two files have the path {file.SafePath}");
            Require(IsSafe(file.SafePath) && (file.SymlinkTarget is null || IsSafe(file.SymlinkTarget)), $"the path {file.SafePath} is not safe");
            Require(file.Path.Count > 0, "a file has no components");
        }
    }

    private static bool IsSafe(string path) => path.Split('/').All(part => part is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(part) <= 255
        && !part.Any(c => char.IsControl(c) || "\\:*?\"<>|\ufffd".Contains(c, StringComparison.Ordinal)) && part[^1] is not ('.' or ' '));
}
