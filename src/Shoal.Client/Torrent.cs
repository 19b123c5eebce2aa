using Shoal.Client.Announcing;
using Shoal.Client.Events;
using Shoal.Client.Swarms;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>A torrent that a <see cref="TorrentClient"/> fetches and shares. Any thread may call.</summary>
public sealed class Torrent
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TorrentSnapshot> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _seedingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventHub _events = new();

    internal Torrent(
        SwarmContext context, TorrentSource source, TorrentOptions options, string stateFolder, ClientTrackers trackers, Publisher publisher,
        Func<Torrent, TorrentMetainfo, string?> onMetadata)
    {
        Run = new TorrentRun(context, source, options, stateFolder, trackers, publisher, new Listener(this, publisher, onMetadata));
        if (source.Metainfo is not null)
        {
            _known.SetResult();
        }
    }

    /// <summary>What the torrent is, where that is in memory; null while it is only known by its link, and while it is idle and a file has it: <see cref="Metadata"/> reads that.</summary>
    public TorrentMetainfo? Metainfo => Run.Known.Metainfo;

    /// <summary>The hashes known so far: a link may name one of a hybrid's two.</summary>
    public InfoHashes InfoHashes => Run.Known.InfoHashes;

    /// <summary>The torrent's name; until that is known the link's.</summary>
    public string Name => Run.Known.Name;

    /// <summary>Ends when it is known what the torrent is: at once for a .torrent, when a peer told it for a link. Of an idle torrent the file is read again.</summary>
    /// <exception cref="TorrentException">It will never be known, or its file is gone.</exception>
    public Task<TorrentMetainfo> Metadata => ReadMetadataAsync();

    /// <summary>Ends when its files are open and checked and it shares what is here.</summary>
    public Task Started => _started.Task;

    /// <summary>Ends when all that is wanted is verified and on disk; fails when that can never be, is cancelled when the torrent is stopped before.</summary>
    public Task Completion => _completion.Task;

    /// <summary>An address that may lead to a peer.</summary>
    public void AddPeer(Endpoint peer) => Loop.Post(() => Run.AddPeer(peer));

    /// <summary>A host name that may lead to peers.</summary>
    public void AddPeer(string host, int port) => Loop.Post(() => Run.Given.Add(host, port, PeerSources.User));

    /// <summary>How it stood when something last changed, at most a second ago; null before its start. Costs nothing to ask for.</summary>
    public TorrentSnapshot? Snapshot => Run.Feed.Latest;

    /// <summary>
    /// What happens to it from now on. A reader that falls behind finds events merged, and past 256 of them a <see cref="Gap"/>. The stream ends when the torrent has stopped.
    /// </summary>
    public IAsyncEnumerable<TorrentEvent> Events(CancellationToken cancellation = default) => _events.Subscribe(cancellation);

    /// <summary>Ends when it stopped by itself at <see cref="TorrentOptions.SeedRatio"/>; cancelled when it stopped before.</summary>
    public Task SeedingEnded => _seedingEnded.Task;

    /// <summary>Other limits of this torrent alone, in bytes of payload a second; null: none but the client's.</summary>
    public void SetRates(long? up, long? down) => Loop.Post(() => Run.ChangeRates(up, down));

    /// <summary>How the last search for its peers in the DHT went; null before the first has ended, where the client has no DHT, and for a private torrent.</summary>
    public Task<DhtSearchResult?> GetDhtAsync() => Run.Finding.Dht is { } dht ? dht.LastAsync() : Task.FromResult<DhtSearchResult?>(null);

    /// <summary>How it stands now.</summary>
    /// <exception cref="TorrentException">A fault in Shoal itself ended it.</exception>
    public async Task<TorrentSnapshot> GetSnapshotAsync()
    {
        var taken = Loop.AskAsync(Run.Feed.Take);
        await Task.WhenAny(taken, _crashed.Task);
        return await (taken.IsCompleted ? taken : _crashed.Task);
    }

    /// <summary>
    /// Ends all connections, puts what is under way on disk, and writes the resume record. Where a disk does not answer it is given up after
    /// four seconds: what is verified and written is safe, and the next run checks it again.
    /// </summary>
    public Task StopAsync() => TryStopAsync();

    /// <summary>False where it was given up: a worker still uses its files and buffers.</summary>
    internal async Task<bool> TryStopAsync()
    {
        var stopping = TryStopRunAsync();
        try
        {
            await Run.Finding.StopAsync().WaitAsync(Limits.StopTorrent, Loop.Time);
        }
        catch (TimeoutException)
        {
            // The trackers' loop is over: they hear nothing, and forget us in time.
        }

        return await stopping;
    }

    private async Task<TorrentMetainfo> ReadMetadataAsync()
    {
        await _known.Task;
        return Metainfo ?? await Run.Context.Workers.CallAsync(Loop, Run.Known.Read);
    }

    private async Task<bool> TryStopRunAsync()
    {
        Loop.Post(Run.Stop);
        try
        {
            await _stopped.Task.WaitAsync(Limits.StopTorrent, Loop.Time);
            return true;
        }
        catch (TimeoutException)
        {
            Cancel();
            return false;
        }
    }

    internal TorrentRun Run { get; }

    /// <summary>Its link was refused: it will never be known.</summary>
    internal bool IsRefused => _known.Task.IsFaulted;

    internal void OnRates() => Loop.Post(() => Run.Swarm?.Rates.Restart());

    private Loop Loop => Run.Loop;

    internal void Crash(Exception reason)
    {
        var failure = new TorrentException("a fault in Shoal itself stopped this torrent: " + reason.Message, reason);
        Fail(failure);
        _crashed.TrySetException(failure);
        Run.Finding.Leave();
        _events.Close();
        _stopped.TrySetResult();
    }

    /// <summary>What has not come true never will.</summary>
    private void Cancel()
    {
        _known.TrySetCanceled();
        _started.TrySetCanceled();
        _completion.TrySetCanceled();
        _seedingEnded.TrySetCanceled();
    }

    private void Fail(TorrentException failure)
    {
        _known.TrySetException(failure);
        _started.TrySetException(failure);
        _completion.TrySetException(failure);
        _seedingEnded.TrySetException(failure);
    }

    private sealed class Listener(Torrent torrent, Publisher publisher, Func<Torrent, TorrentMetainfo, string?> onMetadata) : ITorrentListener
    {
        private (TorrentStatus, string?) _told;

        public string? OnMetadata(TorrentMetainfo metainfo)
        {
            if (onMetadata(torrent, metainfo) is { } refusal)
            {
                return refusal;
            }

            torrent.Run.Known.Learn(metainfo);
            torrent._known.TrySetResult();
            Publish(new MetadataKnown(torrent, metainfo));
            return null;
        }

        public void OnStatus()
        {
            var now = (torrent.Run.Status, torrent.Run.Error);
            if (now != _told)
            {
                _told = now;
                Publish(new StatusChanged(torrent, now.Status, now.Error));
            }
        }

        public void OnPiece()
        {
            if (torrent._events.HasReaders || publisher.Hub.HasReaders)
            {
                Publish(new PiecesVerified(torrent, 1));
            }
        }

        public void OnPeer(Endpoint remote, string? ended) =>
            Publish(ended is null ? new PeerConnected(torrent, remote) : new PeerLeft(torrent, remote, ended));

        public void OnStarted() => torrent._started.TrySetResult();

        public void OnComplete() => torrent._completion.TrySetResult();

        public void OnFailed(string reason) => torrent.Fail(new TorrentException(reason));

        public void OnStopped()
        {
            if (torrent.Run.HasReachedRatio)
            {
                torrent._seedingEnded.TrySetResult();
            }

            torrent.Run.Finding.Leave();
            torrent.Cancel();
            torrent._stopped.TrySetResult();
            torrent._events.Close();
        }

        private void Publish(TorrentEvent happened)
        {
            torrent._events.Publish(happened);
            publisher.Hub.Publish(happened);
        }
    }
}
