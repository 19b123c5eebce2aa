using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;
using Shoal.Storage.Files;

namespace Shoal.Client.Pieces;

/// <summary>Opens and checks a torrent's files on a worker; a torrent that came by a link is remembered first.</summary>
internal static class OpenStore
{
    /// <exception cref="TorrentException">The files cannot be used.</exception>
    public static Task<(IPieceStore Store, LoadedState Loaded)> RunAsync(
        TorrentMetainfo metainfo, InfoHashes? link, TorrentOptions options, string stateFolder, IWorkers workers, Loop loop, CancellationToken cancellation) =>
        workers.CallAsync(loop, () => Run(metainfo, link, options, stateFolder, workers.Count, cancellation));

    private static (IPieceStore Store, LoadedState Loaded) Run(
        TorrentMetainfo metainfo, InfoHashes? link, TorrentOptions options, string stateFolder, int workers, CancellationToken cancellation)
    {
        Invariant.Check(metainfo.HasV1 || metainfo.HasPieceLayers);
        if (link is { } by)
        {
            SavedTorrent.Write(stateFolder, by, metainfo);
        }

        var asked = new StoreOptions
        {
            DownloadFolder = options.DownloadFolder,
            StateFolder = stateFolder,
            Overwrite = options.Overwrite,
            Trust = options.Trust,
            IsReadOnly = options.IsSeedOnly,
            Wanted = options.FilePriorities?.Select(p => p != PiecePriority.Skip).ToArray(),
        };
        var error = FileStore.OpenChecked(metainfo, asked, workers, options.CheckProgress, out var store, out var loaded, cancellation);
        return error is null ? (store!, loaded!) : throw new TorrentException(error.Message);
    }
}
