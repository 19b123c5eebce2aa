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
    /// <summary>Where the torrent that a link leads to is kept.</summary>
    public static string PathOf(string stateFolder, InfoHashes link) => Path.Combine(Path.GetFullPath(stateFolder), link.Primary.ToString(), "torrent");

    /// <summary>The torrent in a file, where it can be read and has the hash.</summary>
    public static TorrentMetainfo? Read(string path, InfoHashes hashes)
    {
        byte[]? bytes = null;
        var fault = ManagedFiles.Try(() =>
        {
            if (File.Exists(path) && new FileInfo(path).Length <= TorrentReader.LargestFile)
            {
                bytes = File.ReadAllBytes(path);
            }
        });
        return fault.IsNone && bytes is not null && TorrentReader.TryRead(bytes, out var torrent, out _) && torrent.InfoHashes.Matches(hashes.Primary) ? torrent : null;
    }

    /// <summary>Keeps it; false where that fails. A crash at any moment leaves no file or a whole one.</summary>
    public static bool Write(string path, TorrentMetainfo torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        if (!torrent.HasPieceLayers)
        {
            return false;
        }

        return ManagedFiles.Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = path + ".new";
            File.WriteAllBytes(temporary, TorrentWriter.Write(torrent));
            File.Move(temporary, path, overwrite: true);
        }).IsNone;
    }
}
