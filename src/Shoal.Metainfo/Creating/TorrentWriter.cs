using System.Buffers;
using Shoal.Bencoding;

namespace Shoal.Metainfo.Creating;

/// <summary>Writes the .torrent of a torrent that is known: its info dictionary byte for byte, and around it what was read or fetched.</summary>
public static class TorrentWriter
{
    /// <summary>The .torrent's bytes.</summary>
    /// <exception cref="ArgumentException">The torrent came without its piece layers: a v2 torrent is not valid without them (BEP 52).</exception>
    public static byte[] Write(TorrentMetainfo torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        if (!torrent.HasPieceLayers)
        {
            throw new ArgumentException("it has no piece layers", nameof(torrent));
        }

        var output = new ArrayBufferWriter<byte>(torrent.InfoBytes.Length + torrent.V2Pieces.Length + 4096);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        OuterKeys.WriteTrackers(writer, torrent.Trackers);
        WriteText(writer, "comment"u8, torrent.Comment);
        WriteText(writer, "created by"u8, torrent.CreatedBy);
        if (torrent.CreationDate is { } date)
        {
            writer.Write("creation date"u8, date.ToUnixTimeSeconds());
        }

        writer.WriteKey("info"u8);
        writer.WriteRaw(torrent.InfoBytes.Span);
        if (torrent.HasV2)
        {
            OuterKeys.WritePieceLayers(writer, LayersOf(torrent));
        }

        OuterKeys.WriteWebSeeds(writer, torrent.WebSeeds);
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    private static void WriteText(BencodeWriter writer, ReadOnlySpan<byte> key, string? text)
    {
        if (text is not null)
        {
            writer.Write(key, text);
        }
    }

    private static List<(Sha256Hash, ReadOnlyMemory<byte>)> LayersOf(TorrentMetainfo torrent)
    {
        var layers = new List<(Sha256Hash, ReadOnlyMemory<byte>)>();
        for (var i = 0; i < torrent.Files.Count; i++)
        {
            if (torrent.Files[i] is { PiecesRoot: { } root } file && file.Length > torrent.Layout.PieceLength)
            {
                var (first, end) = torrent.Layout.PiecesOf(i);
                layers.Add((root, torrent.V2Pieces[(first * Sha256Hash.Length)..(end * Sha256Hash.Length)]));
            }
        }

        return layers;
    }
}
