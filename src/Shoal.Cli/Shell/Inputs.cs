using Shoal.Metainfo;

namespace Shoal.Cli.Shell;

/// <summary>Reads what a user names as FILE or MAGNET.</summary>
internal static class Inputs
{
    /// <summary>True for a link, false for a path.</summary>
    public static bool IsMagnet(string text) => text.TrimStart().StartsWith("magnet:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a magnet link.</summary>
    /// <exception cref="VerbException">It is unusable: <see cref="ExitCode.BadInput"/>.</exception>
    public static MagnetLink ReadMagnet(string text) => MagnetLink.TryParse(text, out var link, out var reason)
        ? link
        : throw new VerbException(ExitCode.BadInput, $"'{Shorten(text.Split('&')[0])}' cannot be used: {reason}");

    /// <summary>Reads a .torrent.</summary>
    /// <exception cref="VerbException">It is not there or cannot be read (<see cref="ExitCode.Failed"/>), or is broken (<see cref="ExitCode.BadInput"/>).</exception>
    public static TorrentMetainfo ReadTorrent(string path)
    {
        ReadOnlyMemory<byte> bytes;
        try
        {
            bytes = ReadUpToLimit(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VerbException(ExitCode.Failed, $"there is no file '{path}': check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"'{path}' cannot be read: {(Directory.Exists(path) ? "it is a folder; name a .torrent file" : e.Message.TrimEnd('.'))}", e);
        }

        return TorrentReader.TryRead(bytes, out var torrent, out var reason)
            ? torrent
            : throw new VerbException(ExitCode.BadInput, $"'{path}' cannot be used: {reason}");
    }

    // One byte over the reader's limit is enough for it to refuse: a mistaken path to a film is not read into memory.
    private static ReadOnlyMemory<byte> ReadUpToLimit(string path)
    {
        const int most = TorrentReader.LargestFile + 1;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

        // A pipe says no length, and a file may grow meanwhile.
        var bytes = new byte[Math.Clamp(file.CanSeek ? file.Length + 1 : 0, 4096, most)];
        var used = 0;
        for (int read; used < most && (read = file.Read(bytes, used, bytes.Length - used)) > 0;)
        {
            used += read;
            if (used == bytes.Length && used < most)
            {
                Array.Resize(ref bytes, (int)Math.Min(2L * used, most));
            }
        }

        return bytes.AsMemory(0, used);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
