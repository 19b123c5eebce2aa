using Shoal.Cli.Shell;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;

namespace Shoal.Cli.Commands;

/// <summary>Tells who shares files which of their names do not travel: some file system cannot hold them.</summary>
internal static class SavedNames
{
    /// <summary>So many lines are read; further ones only push the result off the screen.</summary>
    private const int LinesShown = 5;

    public static void Warn(CreatedTorrent created, Output output)
    {
        if (!TorrentReader.TryRead(created.Bytes, out var torrent, out _))
        {
            return;
        }

        var changed = 0;
        foreach (var file in torrent.Files.Where(f => !f.IsPadding))
        {
            var named = TorrentFileLines.NameOf(torrent, file);
            if (!string.Equals(named, file.SafePath, StringComparison.Ordinal) && ++changed <= LinesShown)
            {
                output.ErrorLine($"'{named}' will be saved as '{file.SafePath}' by those who fetch it");
            }
        }

        if (changed > LinesShown)
        {
            output.ErrorLine($"{changed - LinesShown} more will be saved under other names; 'shoal show' lists them");
        }
    }
}
