using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage.Files;

namespace Shoal.Client.Metadata;

/// <summary>Looks on a worker whether an earlier run learnt what a link leads to.</summary>
internal sealed class RememberedTorrent(string stateFolder, InfoHashes link) : IWork, IMail
{
    private readonly TaskCompletionSource<TorrentMetainfo?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TorrentMetainfo? _found;

    public static Task<TorrentMetainfo?> FindAsync(string stateFolder, InfoHashes link, IWorkers workers, Loop loop)
    {
        var look = new RememberedTorrent(stateFolder, link);
        workers.Submit(look, loop, look);
        return look._done.Task;
    }

    /// <summary>On a worker.</summary>
    public void Run() => _found = SavedTorrent.Read(stateFolder, link);

    public void OpenOnLoop() => _done.SetResult(_found);
}
