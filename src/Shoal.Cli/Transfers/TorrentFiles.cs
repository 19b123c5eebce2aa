using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Reads the .torrent files that a command line names.</summary>
internal static class TorrentFiles
{
    /// <summary>What the reader takes at most.</summary>
    private const long MostBytes = 64L * 1024 * 1024;

    /// <exception cref="VerbException">It cannot be read, or is not a torrent that can be used.</exception>
    public static TorrentMetainfo Load(string path)
    {
        if (path.StartsWith("magnet:", StringComparison.OrdinalIgnoreCase) || path.Contains("://", StringComparison.Ordinal))
        {
            throw new VerbException(ExitCode.Failed, $"'{SafeText.Of(path)}' is a link, and links cannot be fetched yet: give a .torrent file");
        }

        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new VerbException(ExitCode.Failed, Directory.Exists(path) ? $"'{path}' is a folder: give a .torrent file" : $"there is no file '{path}'");
        }

        if (info.Length > MostBytes)
        {
            throw new VerbException(ExitCode.BadInput, $"'{path}' is no torrent that can be used: it is larger than {Sizes.Format(MostBytes)}");
        }

        var bytes = File.ReadAllBytes(path);
        return TorrentReader.TryRead(bytes, out var metainfo, out var reason)
            ? metainfo
            : throw new VerbException(ExitCode.BadInput, $"'{path}' is no torrent that can be used: {reason}");
    }
}
