using System.Security.Cryptography;
using Shoal.Fuzz.Mutation;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage.Resume;

namespace Shoal.Fuzz.Targets;

/// <summary>A record that is taken fits its torrent and reads the same when written again. The checksum is put behind the input, since chance would never hit it.</summary>
public sealed class ResumeTarget : FuzzTarget
{
    private static readonly TorrentMetainfo Torrent = ReadTorrent();

    public override string Name => "resume";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "4:boot", "5:clean", "10:downloaded", "5:files", "6:folder", "4:have", "9:info-hash", "7:partial", "8:uploaded", "7:versioni1e", "li0e1:\u0001e", "1:", "i-1e", "i4294967296e", "lll" }
            .Select(System.Text.Encoding.Latin1.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, Words, chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        Require(!ResumeFormat.TryRead(input.ToArray(), Torrent, out _, out var reason) && reason.Length > 0, "a record without its checksum was taken");
        byte[] bytes = [.. input, .. SHA256.HashData(input)];
        if (!ResumeFormat.TryRead(bytes, Torrent, out var record, out reason))
        {
            Require(record is null && reason.Length > 0, "a refusal has no reason");
            return;
        }

        Require(record.Have.Length == 1 && (record.Have.Span[0] & 0x0f) == 0, "the pieces are not the torrent's");
        Require(record.Files.Count == Torrent.Files.Count, "the files are not the torrent's");
        Require(record.Partial.All(p => p.Piece.Value >= 0 && p.Piece.Value < Torrent.Layout.PieceCount && p.Blocks.Length == 1), "a partial piece is not the torrent's");
        Require(record is { Uploaded: >= 0, Downloaded: >= 0 }, "a count is negative");
        var written = ResumeFormat.Write(record);
        Require(ResumeFormat.TryRead(written, Torrent, out var again, out reason), $"what was read is refused when written: {reason}");
        Require(ResumeFormat.Write(again!).AsSpan().SequenceEqual(written), "what was read is another when written");
    }

    private static TorrentMetainfo ReadTorrent()
    {
        byte[] bytes = [.. "d4:infod6:lengthi100000e4:name1:a12:piece lengthi32768e6:pieces80:"u8, .. new byte[80], .. "ee"u8];
        Require(TorrentReader.TryRead(bytes, out var torrent, out var reason), reason ?? "");
        return torrent!;
    }
}
