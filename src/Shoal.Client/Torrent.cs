using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>A torrent that a <see cref="TorrentClient"/> fetches and shares. Any thread may call.</summary>
public sealed class Torrent
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TorrentMetainfo> _metadata = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TorrentSnapshot> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TorrentSource _source;
    private readonly Func<Torrent, TorrentMetainfo, string?> _onMetadata;

    internal Torrent(SwarmContext context, TorrentSource source, TorrentOptions options, string stateFolder, Func<Torrent, TorrentMetainfo, string?> onMetadata)
    {
        _source = source;
        _onMetadata = onMetadata;
        Run = new TorrentRun(context, source, options, stateFolder, new Listener(this));
        if (source.Metainfo is { } metainfo)
        {
            _metadata.SetResult(metainfo);
        }
    }

    /// <summary>What the torrent is; null while it is only known by its link.</summary>
    public TorrentMetainfo? Metainfo => _metadata.Task.IsCompletedSuccessfully ? _metadata.Task.Result : null;

    /// <summary>The hashes known so far: a link may name one of a hybrid's two.</summary>
    public InfoHashes InfoHashes => Metainfo?.InfoHashes ?? _source.InfoHashes;

    /// <summary>The torrent's name; until that is known the link's.</summary>
    public string Name => Metainfo?.Name ?? _source.Name;

    /// <summary>Ends when it is known what the torrent is: at once for a .torrent, when a peer told it for a link.</summary>
    public Task<TorrentMetainfo> Metadata => _metadata.Task;

    /// <summary>Ends when its files are open and checked and it shares what is here.</summary>
    public Task Started => _started.Task;

    /// <summary>Ends when all that is wanted is verified and on disk; fails when that can never be, is cancelled when the torrent is stopped before.</summary>
    public Task Completion => _completion.Task;

    /// <summary>An address that may lead to a peer.</summary>
    public void AddPeer(Endpoint peer) => Loop.Post(() => Run.AddPeer(peer));

    /// <summary>How it stands now.</summary>
    /// <exception cref="TorrentException">A fault in Shoal itself ended it.</exception>
    public async Task<TorrentSnapshot> GetSnapshotAsync()
    {
        var taken = new TaskCompletionSource<TorrentSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() => taken.SetResult(Snapshots.Of(Run)));
        await Task.WhenAny(taken.Task, _crashed.Task);
        return await (taken.Task.IsCompleted ? taken.Task : _crashed.Task);
    }

    /// <summary>Ends all connections, puts what is under way on disk, and writes the resume record.</summary>
    public Task StopAsync()
    {
        Loop.Post(Run.Stop);
        return _stopped.Task;
    }

    internal TorrentRun Run { get; }

    private Loop Loop => Run.Loop;

    internal void Crash(Exception reason)
    {
        var failure = new TorrentException("a fault in Shoal itself stopped this torrent: " + reason.Message, reason);
        Fail(failure);
        _crashed.TrySetException(failure);
        _stopped.TrySetResult();
    }

    private void Fail(TorrentException failure)
    {
        _metadata.TrySetException(failure);
        _started.TrySetException(failure);
        _completion.TrySetException(failure);
    }

    private sealed class Listener(Torrent torrent) : ITorrentListener
    {
        public string? OnMetadata(TorrentMetainfo metainfo)
        {
            var refusal = torrent._onMetadata(torrent, metainfo);
            if (refusal is null)
            {
                torrent._metadata.TrySetResult(metainfo);
            }

            return refusal;
        }

        public void OnStarted() => torrent._started.TrySetResult();

        public void OnComplete() => torrent._completion.TrySetResult();

        public void OnFailed(string reason) => torrent.Fail(new TorrentException(reason));

        public void OnStopped()
        {
            torrent._metadata.TrySetCanceled();
            torrent._started.TrySetCanceled();
            torrent._completion.TrySetCanceled();
            torrent._stopped.TrySetResult();
        }
    }
}
