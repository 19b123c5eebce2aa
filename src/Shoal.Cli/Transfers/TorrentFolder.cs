using Shoal.Cli.Shell;

namespace Shoal.Cli.Transfers;

/// <summary>The .torrent files in a folder, not below it.</summary>
internal static class TorrentFolder
{
    /// <exception cref="VerbException">It cannot be read, or has none.</exception>
    public static string[] FilesIn(string folder)
    {
        try
        {
            var files = Directory.GetFiles(folder, "*.torrent");
            Array.Sort(files, StringComparer.Ordinal);
            return files.Length > 0 ? files : throw new VerbException(ExitCode.Failed, $"there is no .torrent file in '{folder}': name the folder that holds them");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the folder '{folder}' cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}
