using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Reads the .torrent files that a transfer is asked for.</summary>
internal static class TorrentFiles
{
    /// <exception cref="VerbException">One is a link, cannot be read, is no torrent that can be used, or is named twice.</exception>
    public static TorrentMetainfo[] Load(string[] paths)
    {
        var torrents = paths.Select(Load).ToArray();
        var twice = torrents.GroupBy(t => t.InfoHashes.Primary).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? torrents : throw new VerbException(ExitCode.Usage, $"'{twice.First().Name}' is named twice: name each torrent once");
    }

    private static TorrentMetainfo Load(string path)
    {
        var isMagnet = Inputs.IsMagnet(path);
        if (isMagnet)
        {
            _ = Inputs.ReadMagnet(path);
        }

        return isMagnet || path.Contains("://", StringComparison.Ordinal)
            ? throw new VerbException(ExitCode.Failed, $"'{path}' is a link, and links cannot be fetched yet: give the .torrent file")
            : Inputs.ReadTorrent(path);
    }
}
