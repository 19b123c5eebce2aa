using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;
using Shoal.Storage.Files;

namespace Shoal.Client.Pieces;

/// <summary>Opens and checks a torrent's files on a worker; a torrent that came by a link is remembered first.</summary>
internal sealed class OpenStore(
    TorrentMetainfo metainfo, InfoHashes? link, TorrentOptions options, string stateFolder, IWorkers workers, CancellationToken cancellation)
    : IWork, IMail
{
    private readonly TaskCompletionSource<(IPieceStore Store, LoadedState Loaded)> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FileStore? _store;
    private LoadedState? _loaded;
    private Exception? _failure;

    public static Task<(IPieceStore Store, LoadedState Loaded)> RunAsync(
        TorrentMetainfo metainfo, InfoHashes? link, TorrentOptions options, string stateFolder, IWorkers workers, Loop loop, CancellationToken cancellation)
    {
        var open = new OpenStore(metainfo, link, options, stateFolder, workers, cancellation);
        workers.Submit(open, loop, open);
        return open._done.Task;
    }

    /// <summary>On a worker.</summary>
    public void Run()
    {
        Invariant.Check(metainfo.HasV1 || metainfo.HasPieceLayers);
        var store = new StoreOptions
        {
            DownloadFolder = options.DownloadFolder,
            StateFolder = stateFolder,
            Overwrite = options.Overwrite,
            Trust = options.Trust,
            IsReadOnly = options.IsSeedOnly,
            Wanted = options.FilePriorities?.Select(p => p != PiecePriority.Skip).ToArray(),
        };
        try
        {
            if (link is { } by)
            {
                SavedTorrent.Write(stateFolder, by, metainfo);
            }

            var error = FileStore.OpenChecked(metainfo, store, workers.Count, options.CheckProgress, out _store, out _loaded, cancellation);
            _failure = error is null ? null : new TorrentException(error.Message);
        }
#pragma warning disable CA1031 // A worker must not throw: whatever went wrong reaches the caller of AddAsync.
        catch (Exception e)
        {
            _failure = e;
        }
#pragma warning restore CA1031
    }

    public void OpenOnLoop()
    {
        if (_failure is not null)
        {
            _done.SetException(_failure);
        }
        else
        {
            _done.SetResult((_store!, _loaded!));
        }
    }
}
