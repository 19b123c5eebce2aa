using System.Globalization;
using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>What a .torrent says besides its files, as lines.</summary>
internal static class TorrentLines
{
    public static void Write(TorrentMetainfo torrent, Output output)
    {
        if (output.Json)
        {
            WriteJson(torrent, output);
            return;
        }

        output.Field("name", torrent.Name);
        InfoHashLines.Write(torrent.InfoHashes, output);
        output.Field("magnet", torrent.ToMagnet().ToString());
        output.Field("size", $"{Sizes.Format(torrent.Layout.DataLength)} in {Count(FileCount(torrent), "file")}");
        output.Field("pieces", $"{torrent.Layout.PieceCount} of {Sizes.Format(torrent.Layout.PieceLength)}, the last of {Sizes.Format(LastPieceLength(torrent))}");
        if (torrent.IsPrivate)
        {
            output.Field("private", "yes: peers come from its trackers only");
        }

        for (var tier = 0; tier < torrent.Trackers.Count; tier++)
        {
            foreach (var url in torrent.Trackers[tier])
            {
                output.Field(torrent.Trackers.Count > 1 ? $"tracker {tier + 1}" : "tracker", url);
            }
        }

        output.Fields("web seed", torrent.WebSeeds);
        output.Fields("DHT node", [.. torrent.Nodes.Select(n => $"{n.Host}:{n.Port}")]);
        output.Fields("similar to", [.. torrent.Similar.Select(hash => hash.ToString())]);
        output.Fields("collection", torrent.Collections);
        output.FieldIfThere("comment", torrent.Comment);
        output.FieldIfThere("source", torrent.Source);
        output.FieldIfThere("created by", torrent.CreatedBy);
        output.FieldIfThere("created", torrent.CreationDate?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
    }

    private static void WriteJson(TorrentMetainfo torrent, Output output) => output.JsonLine(json =>
    {
        json.WriteString("type", "torrent");
        json.WriteString("name", torrent.Name);
        InfoHashLines.Write(torrent.InfoHashes, json);
        json.WriteString("magnet", torrent.ToMagnet().ToString());
        json.WriteNumber("length", torrent.Layout.DataLength);
        json.WriteNumber("files", FileCount(torrent));
        json.WriteNumber("pieces", torrent.Layout.PieceCount);
        json.WriteNumber("pieceLength", torrent.Layout.PieceLength);
        json.WriteNumber("lastPieceLength", LastPieceLength(torrent));
        json.WriteBoolean("private", torrent.IsPrivate);
        json.WriteStartArray("trackers");
        foreach (var tier in torrent.Trackers)
        {
            json.WriteStartArray();
            foreach (var url in tier)
            {
                json.WriteStringValue(url);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStrings("webSeeds", torrent.WebSeeds);
        json.WriteStrings("nodes", [.. torrent.Nodes.Select(n => $"{n.Host}:{n.Port}")]);
        json.WriteStrings("similar", [.. torrent.Similar.Select(hash => hash.ToString())]);
        json.WriteStrings("collections", torrent.Collections);
        json.WriteIfThere("comment", torrent.Comment);
        json.WriteIfThere("source", torrent.Source);
        json.WriteIfThere("createdBy", torrent.CreatedBy);
        json.WriteIfThere("created", torrent.CreationDate?.ToString("O", CultureInfo.InvariantCulture));
    });

    private static int FileCount(TorrentMetainfo torrent) => torrent.Files.Count(f => !f.IsPadding);

    private static int LastPieceLength(TorrentMetainfo torrent) =>
        torrent.Layout.PieceCount == 0 ? 0 : torrent.Layout.LengthOf(new PieceIndex(torrent.Layout.PieceCount - 1));

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
