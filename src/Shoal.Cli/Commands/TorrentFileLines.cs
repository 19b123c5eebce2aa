using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>A torrent's files, as lines.</summary>
internal static class TorrentFileLines
{
    public static void Write(TorrentMetainfo torrent, Output output, CancellationToken cancellation)
    {
        foreach (var file in torrent.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!file.IsPadding)
            {
                WriteFile(torrent, file, output);
            }
        }
    }

    /// <summary>As the torrent names it, from the torrent's own name on.</summary>
    public static string NameOf(TorrentMetainfo torrent, TorrentFile file) => torrent.IsSingleFile ? torrent.Name : torrent.Name + "/" + string.Join('/', file.Path);

    private static void WriteFile(TorrentMetainfo torrent, TorrentFile file, Output output)
    {
        var named = NameOf(torrent, file);
        var saved = string.Equals(named, file.SafePath, StringComparison.Ordinal) ? null : file.SafePath;
        output.Field("file", $"{named}, {Sizes.Format(file.Length)}{(file.IsExecutable ? ", executable" : "")}");
        output.FieldIfThere("  saved as", saved);
        output.FieldIfThere("  link to", file.SymlinkTarget);
        output.FieldIfThere("  v2 root", file.PiecesRoot?.ToString());
        output.JsonLine(json =>
        {
            json.WriteString("type", "file");
            json.WriteString("path", named);
            json.WriteString("safePath", file.SafePath);
            json.WriteNumber("length", file.Length);
            json.WriteBoolean("executable", file.IsExecutable);
            json.WriteIfThere("linkTo", file.SymlinkTarget);
            json.WriteIfThere("v2Root", file.PiecesRoot?.ToString());
        });
    }
}
