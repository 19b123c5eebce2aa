using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Shoal.Bencoding;
using Shoal.Metainfo.Reading;

namespace Shoal.Metainfo;

/// <summary>Reads .torrent files and bare info dictionaries, v1, v2 and hybrid (BEP 3, 5, 12, 19, 27, 38, 47, 52).</summary>
/// <remarks>What escapes the download folder, contradicts itself or passes a limit is refused. Unsorted keys and bytes behind the end are read over,
/// as real .torrents have them; the info-hashes are over the original bytes in any case.</remarks>
public static class TorrentReader
{
    /// <summary>Bytes of the largest .torrent that is read; callers need not load more.</summary>
    public const int LargestFile = Limits.TorrentLength;

    /// <summary>Reads a .torrent.</summary>
    /// <param name="bytes">The file's bytes, which must not change afterwards: parts of them are kept.</param>
    /// <param name="metainfo">The torrent, or null.</param>
    /// <param name="reason">One clear sentence without a full stop when it is refused; null otherwise.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TorrentMetainfo? metainfo, [NotNullWhen(false)] out string? reason)
    {
        metainfo = null;
        if (bytes.Length > Limits.TorrentLength)
        {
            reason = "it is larger than 64 MiB";
            return false;
        }

        if (bytes.IsEmpty)
        {
            reason = "it is empty";
            return false;
        }

        if (bytes.Span[0] != (byte)'d')
        {
            // A film or a text: where its bytes stop to be bencoding helps nobody.
            reason = "it is not a .torrent";
            return false;
        }

        if (!BencodeDocument.TryParse(bytes, Limits.Torrent, out var document, out var error))
        {
            reason = $"it is not a .torrent: {error}";
            return false;
        }

        var info = document.Root["info"u8];
        if (info.Kind != BencodeKind.Dictionary)
        {
            reason = "it is not a .torrent: it has no info dictionary";
            return false;
        }

        return TryBuild(document.Root, info, mayLackLayers: false, out metainfo, out reason);
    }

    /// <summary>Reads an info dictionary alone, as peers send it for a magnet link (BEP 9). The caller compares its hashes with those asked for.</summary>
    /// <param name="infoBytes">The dictionary, which must not change afterwards.</param>
    /// <param name="metainfo">The torrent, or null; without trackers and, for v2, maybe without piece layers.</param>
    /// <param name="reason">One clear sentence without a full stop when it is refused; null otherwise.</param>
    public static bool TryReadInfo(ReadOnlyMemory<byte> infoBytes, [NotNullWhen(true)] out TorrentMetainfo? metainfo, [NotNullWhen(false)] out string? reason)
    {
        metainfo = null;
        if (infoBytes.Length > Limits.TorrentLength)
        {
            reason = "it is larger than 64 MiB";
            return false;
        }

        if (!BencodeDocument.TryParse(infoBytes, Limits.Torrent, out var document, out var error))
        {
            reason = $"it is not an info dictionary: {error}";
            return false;
        }

        if (document.Root.Kind != BencodeKind.Dictionary || document.Used != infoBytes.Length)
        {
            reason = "it is not an info dictionary and nothing else";
            return false;
        }

        return TryBuild(default, document.Root, mayLackLayers: true, out metainfo, out reason);
    }

    private static bool TryBuild(
        BencodeValue root, BencodeValue info, bool mayLackLayers, [NotNullWhen(true)] out TorrentMetainfo? metainfo, [NotNullWhen(false)] out string? reason)
    {
        var reader = new InfoReader(info);
        reason = reader.Read(root["piece layers"u8], mayLackLayers);
        if (reason is not null)
        {
            metainfo = null;
            return false;
        }

        var infoBytes = info.RawBytes;
        metainfo = new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(
                reader.HasV1 ? new Sha1Hash(SHA1.HashData(infoBytes.Span)) : null,
                reader.HasV2 ? new Sha256Hash(SHA256.HashData(infoBytes.Span)) : null),
            InfoBytes = infoBytes,
            Name = reader.Name,
            IsSingleFile = reader.IsSingleFile,
            Files = reader.Files,
            Layout = reader.Layout,
            V1Pieces = reader.V1Pieces,
            V2Pieces = reader.V2Pieces,
            HasPieceLayers = reader.HasPieceLayers,
            IsPrivate = IsPrivate(info["private"u8]),
            Trackers = HintReader.Trackers(root),
            WebSeeds = HintReader.WebSeeds(root),
            Nodes = HintReader.Nodes(root),
            Similar = HintReader.Similar(root, info),
            Collections = HintReader.Collections(root, info),
            Comment = HintReader.Text(root, "comment"u8),
            CreatedBy = HintReader.Text(root, "created by"u8),
            CreationDate = HintReader.Date(root["creation date"u8]),
            Source = HintReader.Text(info, "source"u8),
        };
        return true;
    }

    // BEP 27 knows 1 only. Anything else that is not 0 was meant as something, and a leak cannot be taken back.
    private static bool IsPrivate(BencodeValue value) => value.Exists && !(value.TryGetInteger(out var number) && number == 0);
}
