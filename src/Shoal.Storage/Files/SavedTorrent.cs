using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>
/// The torrent behind a link, kept as &lt;state&gt;/&lt;the link's hash&gt;/torrent: the next run begins with it, without a peer.
/// What cannot be kept or read is asked of peers again, so no failure is told.
/// </summary>
public static class SavedTorrent
{
    /// <summary>The torrent that a link led to, where one is kept and has the link's hash.</summary>
    public static TorrentMetainfo? Read(string stateFolder, InfoHashes link)
    {
        byte[]? bytes = null;
        var path = PathOf(stateFolder, link);
        var fault = ManagedFiles.Try(() =>
        {
            if (File.Exists(path) && new FileInfo(path).Length <= TorrentReader.LargestFile)
            {
                bytes = File.ReadAllBytes(path);
            }
        });
        return fault.IsNone && bytes is not null && TorrentReader.TryRead(bytes, out var torrent, out _) && torrent.InfoHashes.Matches(link.Primary) ? torrent : null;
    }

    /// <summary>Keeps it. A crash at any moment leaves no file or a whole one.</summary>
    public static void Write(string stateFolder, InfoHashes link, TorrentMetainfo torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        if (!torrent.HasPieceLayers)
        {
            return;
        }

        var path = PathOf(stateFolder, link);
        ManagedFiles.Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = path + ".new";
            File.WriteAllBytes(temporary, TorrentWriter.Write(torrent));
            File.Move(temporary, path, overwrite: true);
        });
    }

    private static string PathOf(string stateFolder, InfoHashes link) => Path.Combine(stateFolder, link.Primary.ToString(), "torrent");
}
