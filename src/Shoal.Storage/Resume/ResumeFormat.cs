using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Shoal.Bencoding;
using Shoal.Metainfo;

namespace Shoal.Storage.Resume;

/// <summary>A resume record as bytes: a bencoded dictionary, and behind it its SHA-256, because one flipped bit would be a piece that is not there.</summary>
internal static class ResumeFormat
{
    private const int StampTokens = 3;
    private const int PartialTokens = 3;
    private const int OtherTokens = 64;
    private const int Depth = 3;

    public static byte[] Write(ResumeRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.Write("boot"u8, record.BootId);
        writer.Write("clean"u8, record.IsClean ? 1 : 0);
        writer.Write("downloaded"u8, record.Downloaded);
        writer.WriteKey("files"u8);
        writer.WriteStartList();
        foreach (var file in record.Files)
        {
            writer.WriteStartList();
            writer.WriteInteger(file.Length);
            writer.WriteInteger(file.ModifiedNanoseconds);
            writer.WriteEnd();
        }

        writer.WriteEnd();
        writer.Write("folder"u8, record.Folder);
        writer.Write("have"u8, record.Have.Span);
        writer.Write("info-hash"u8, record.InfoHash.Span);
        writer.WriteKey("partial"u8);
        writer.WriteStartList();
        foreach (var (piece, blocks) in record.Partial)
        {
            writer.WriteStartList();
            writer.WriteInteger(piece.Value);
            writer.WriteBytes(blocks);
            writer.WriteEnd();
        }

        writer.WriteEnd();
        writer.Write("uploaded"u8, record.Uploaded);
        writer.Write("version"u8, ResumeRecord.Version);
        writer.WriteEnd();
        var body = output.WrittenSpan;
        return [.. body, .. SHA256.HashData(body)];
    }

    /// <summary>Reads a record of this torrent. Never throws, whatever the bytes are.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, TorrentMetainfo torrent, [NotNullWhen(true)] out ResumeRecord? record, out string reason)
    {
        record = null;
        if (bytes.Length <= SHA256.HashSizeInBytes || bytes.Length > Limits.ResumeRecordLength)
        {
            reason = "its length is no record's";
            return false;
        }

        var body = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body.Span).AsSpan().SequenceEqual(bytes.Span[^SHA256.HashSizeInBytes..]))
        {
            reason = "its checksum is wrong";
            return false;
        }

        var tokens = torrent.Files.Count * StampTokens + torrent.Layout.PieceCount * PartialTokens + OtherTokens;
        var options = BencodeOptions.Strict with { Limits = new BencodeLimits(Depth, tokens, Limits.ResumeRecordLength) };
        if (!BencodeDocument.TryParse(body, options, out var document, out var error))
        {
            reason = error.ToString();
            return false;
        }

        return TryRead(document.Root, torrent, out record, out reason);
    }

    private static bool TryRead(BencodeValue root, TorrentMetainfo torrent, [NotNullWhen(true)] out ResumeRecord? record, out string reason)
    {
        record = null;
        if (!root["version"u8].TryGetInteger(out var version) || version != ResumeRecord.Version)
        {
            reason = "it is of another version";
            return false;
        }

        if (!root["info-hash"u8].AsBytes.SequenceEqual(torrent.InfoHashes.Primary.Span))
        {
            reason = "it belongs to another torrent";
            return false;
        }

        var have = root["have"u8].AsBytes.ToArray();
        if (have.Length != Bits.BytesFor(torrent.Layout.PieceCount)
            || !root["clean"u8].TryGetInteger(out var clean)
            || !root["boot"u8].TryGetText(out var boot)
            || !root["folder"u8].TryGetText(out var folder)
            || ReadFiles(root["files"u8], torrent) is not { } files
            || ReadPartial(root["partial"u8], torrent) is not { } partial)
        {
            reason = "a field is missing or does not fit the torrent";
            return false;
        }

        Bits.ClearSpare(have, torrent.Layout.PieceCount);
        _ = root["uploaded"u8].TryGetInteger(out var uploaded);
        _ = root["downloaded"u8].TryGetInteger(out var downloaded);
        record = new ResumeRecord
        {
            InfoHash = torrent.InfoHashes.Primary,
            Folder = folder,
            Have = have,
            Partial = partial,
            Files = files,
            IsClean = clean == 1,
            BootId = boot,
            Uploaded = Math.Max(0, uploaded),
            Downloaded = Math.Max(0, downloaded),
        };
        reason = "";
        return true;
    }

    private static FileStamp[]? ReadFiles(BencodeValue list, TorrentMetainfo torrent)
    {
        var files = new List<FileStamp>();
        foreach (var item in list.Items)
        {
            var pair = item.Items;
            if (!pair.MoveNext() || !pair.Current.TryGetInteger(out var length) || !pair.MoveNext() || !pair.Current.TryGetInteger(out var modified))
            {
                return null;
            }

            files.Add(new FileStamp(length, modified));
        }

        return files.Count == torrent.Files.Count ? [.. files] : null;
    }

    private static List<(PieceIndex Piece, byte[] Blocks)>? ReadPartial(BencodeValue list, TorrentMetainfo torrent)
    {
        var partial = new List<(PieceIndex Piece, byte[] Blocks)>();
        foreach (var item in list.Items)
        {
            var pair = item.Items;
            if (!pair.MoveNext() || !pair.Current.TryGetInteger(out var piece) || piece < 0 || piece >= torrent.Layout.PieceCount || !pair.MoveNext())
            {
                return null;
            }

            var index = new PieceIndex((int)piece);
            var blocks = pair.Current.AsBytes.ToArray();
            var count = (torrent.Layout.DataLengthOf(index) + BlockLength - 1) / BlockLength;
            if (blocks.Length != Bits.BytesFor(count) || blocks.Length == 0)
            {
                return null;
            }

            Bits.ClearSpare(blocks, count);
            partial.Add((index, blocks));
        }

        return partial;
    }

    private const int BlockLength = Runtime.Buffers.BufferSlab.SlotLength;
}
