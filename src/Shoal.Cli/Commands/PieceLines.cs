using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>The hash of every piece, as lines.</summary>
internal static class PieceLines
{
    public static void Write(TorrentMetainfo torrent, Output output, CancellationToken cancellation)
    {
        for (var i = 0; i < torrent.Layout.PieceCount; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = new PieceIndex(i);
            var v1 = torrent.V1Pieces.IsEmpty ? null : Convert.ToHexStringLower(torrent.V1HashOf(piece));
            var v2 = torrent.V2Pieces.IsEmpty ? null : Convert.ToHexStringLower(torrent.V2HashOf(piece));
            output.Field("piece " + piece, string.Join("  ", new[] { v1, v2 }.Where(hash => hash is not null)));
            output.JsonLine(json =>
            {
                json.WriteString("type", "piece");
                json.WriteNumber("index", piece.Value);
                json.WriteNumber("length", torrent.Layout.LengthOf(piece));
                json.WriteIfThere("v1", v1);
                json.WriteIfThere("v2", v2);
            });
        }
    }
}
