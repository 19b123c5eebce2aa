using System.Net;
using Shoal.Client.Announcing;
using Shoal.Client.Events;
using Shoal.Client.Metadata;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>
/// The life of one torrent on its loop. A link begins in a lobby; when its metadata is known the files are opened and checked on a worker,
/// while the lobby holds its peers; then the swarm takes them over.
/// <code>
///   link ─► Lobby ─metadata─► OpenStore on a worker ─► Swarm ─► stopped
///   .torrent ────────────────►
/// </code>
/// </summary>
#pragma warning disable CA1001 // The token source has no timer and no parent: there is nothing of it to free, and a stop may come after its use.
internal sealed class TorrentRun : IDoor, ISwarmObserver
#pragma warning restore CA1001
{
    private readonly TorrentSource _source;
    private readonly TorrentOptions _options;
    private readonly string _stateFolder;
    private readonly ITorrentListener _listener;
    private readonly CancellationTokenSource _opening = new();
    private (long? Up, long? Down) _rates;

    /// <summary>Files are being opened and checked.</summary>
    private bool _isOpening;
    private bool _isStopping;

    /// <summary>The opening that follows a link's metadata; it ends in <see cref="BeginSwarm"/> or <see cref="FailToOpen"/>.</summary>
    private Task? _opened;

    public TorrentRun(SwarmContext context, TorrentSource source, TorrentOptions options, string stateFolder, ClientTrackers trackers, Publisher publisher, ITorrentListener listener)
    {
        Context = context;
        _source = source;
        _options = options;
        _rates = (options.UpRate, options.DownRate);
        _stateFolder = stateFolder;
        _listener = listener;
        Trackers = new TorrentTrackers(trackers, this, source.Trackers);
        Given = new GivenPeers(this, source, options);
        Feed = new SnapshotFeed(this, publisher);
    }

    public SwarmContext Context { get; }

    public Loop Loop => Context.Loop;

    public SnapshotFeed Feed { get; }

    public TorrentTrackers Trackers { get; }

    public GivenPeers Given { get; }

    /// <summary>The hashes known so far.</summary>
    public InfoHashes InfoHashes => Swarm?.Metainfo.InfoHashes ?? Lobby?.InfoHashes ?? _source.InfoHashes;

    /// <summary>While the torrent behind a link is not known, or its files are not open.</summary>
    public Lobby? Lobby { get; private set; }

    public Swarm? Swarm { get; private set; }

    /// <summary>Of the swarm, until there is one of the lobby; null while the files of a .torrent are opened.</summary>
    private Dialer? Dialer => Swarm?.Dialer ?? Lobby?.Dialer;

    /// <summary>Why it ended before it could begin.</summary>
    public string? Error { get; private set; }

    public TorrentStatus Status =>
        Swarm is { } swarm ? Snapshots.StatusOf(swarm.State)
        : Error is not null ? TorrentStatus.Broken
        : _isOpening ? TorrentStatus.Checking
        : _isStopping ? TorrentStatus.Stopped
        : TorrentStatus.FetchingMetadata;

    /// <summary>On the loop: begins with a link.</summary>
    public void BeginLobby()
    {
        Lobby = new Lobby(Context, _source.InfoHashes, OnMetadata, Fail);
        Lobby.Start();
        Given.AddAll();
        Feed.Start();
        Trackers.Start();
        _listener.OnStatus();
    }

    /// <summary>Opens and checks the files, then lets the swarm begin. Returns why it could not; the listener hears it too.</summary>
    public async Task<Exception?> OpenAsync(TorrentMetainfo metainfo, CancellationToken cancellation)
    {
        _isOpening = true;
        try
        {
            var chosen = _options with { FilePriorities = PrioritiesOf(metainfo) };
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _opening.Token);
            var (store, loaded) = await OpenStore.RunAsync(metainfo, _source.Magnet?.InfoHashes, chosen, _stateFolder, Context.Workers, Loop, linked.Token);
            Loop.Post(() => BeginSwarm(metainfo, store, loaded, chosen));
            return null;
        }
#pragma warning disable CA1031 // Whatever kept it from opening ends this torrent, and is told.
        catch (Exception e)
        {
            Loop.Post(() => FailToOpen(e is OperationCanceledException ? null : e.Message));
            return e;
        }
#pragma warning restore CA1031
    }

    public void AddPeer(Endpoint endpoint, PeerSources source = PeerSources.User) => Dialer?.AddPeer(endpoint, source);

    /// <summary>A tracker said at which address it sees us: one voice among the peers' (BEP 24).</summary>
    public void OnExternalAddress(IPAddress address) =>
        Dialer?.Book.Vote(Endpoint.From(IPAddress.Any, 0), Endpoint.From(address, 0));

    /// <summary>Other limits, for the swarm that is or will be.</summary>
    public void ChangeRates(long? up, long? down)
    {
        _rates = (up, down);
        Swarm?.Rates.Change(up, down);
    }

    public void Adopt(ILink link, in Handshake theirs)
    {
        if (Dialer is { } dialer)
        {
            dialer.Adopt(link, theirs);
        }
        else
        {
            link.Close();
        }
    }

    /// <summary>Ends all connections and puts what is under way on disk; then the listener is told.</summary>
    public void Stop()
    {
        _isStopping = true;
        if (Swarm is { } swarm)
        {
            swarm.Stop();
            return;
        }

        Lobby?.Stop();
        if (_isOpening)
        {
            _opening.Cancel();
        }
        else
        {
            EndStopped();
        }
    }

    /// <summary>The loop crashed, and this runs on what is left of its thread.</summary>
    public void Abandon()
    {
        Swarm?.Abandon();
        Lobby?.Abandon();
    }

    void ISwarmObserver.OnState(SwarmState state)
    {
        Feed.Take();
        _listener.OnStatus();
        switch (state)
        {
            case SwarmState.Seeding:
                Trackers.Update();
                _listener.OnComplete();
                break;
            case SwarmState.Broken:
                Trackers.Leave();
                _listener.OnFailed(Swarm!.Error!);
                break;
            case SwarmState.Stopped:
                Swarm!.Store.Dispose();
                EndStopped();
                break;
            default:
                break;
        }
    }

    void ISwarmObserver.OnPiece(PieceIndex piece) => _listener.OnPiece();

    void ISwarmObserver.OnPeer(Endpoint remote, string? ended) => _listener.OnPeer(remote, ended);

    private void OnMetadata(TorrentMetainfo metainfo)
    {
        if (_listener.OnMetadata(metainfo) is { } refusal)
        {
            Fail(refusal);
        }
        else
        {
            Trackers.Learn(metainfo.InfoHashes);
            _opened = OpenAsync(metainfo, CancellationToken.None);
        }
    }

    private void BeginSwarm(TorrentMetainfo metainfo, IPieceStore store, LoadedState loaded, TorrentOptions chosen)
    {
        _isOpening = false;
        if (_isStopping)
        {
            store.Dispose();
            EndStopped();
            return;
        }

        var swarmOptions = new SwarmOptions
        {
            FilePriorities = _options.IsSeedOnly ? [.. metainfo.Files.Select(_ => PiecePriority.Skip)] : chosen.FilePriorities,
            IsSequential = _options.IsSequential,
            UpRate = _rates.Up,
            DownRate = _rates.Down,
            SeedRatio = _options.SeedRatio,
            Before = (loaded.Uploaded, loaded.Downloaded),
        };
        Swarm = new Swarm(Context, metainfo, store, swarmOptions, loaded.Have, this, Lobby?.Dialer);
        Swarm.Start(loaded.Partial);
        Feed.Start();
        Trackers.Start();
        _listener.OnStatus();
        _listener.OnStarted();
        if (Lobby is { } lobby)
        {
            lobby.HandTo(Swarm);
            Lobby = null;
        }
        else
        {
            Given.AddAll();
        }
    }

    private IReadOnlyList<PiecePriority>? PrioritiesOf(TorrentMetainfo metainfo) =>
        _options.Select is { } select ? select(metainfo)
        : _options.FilePriorities is { } given ? given
        : _source.Magnet?.SelectedFiles is { } chosen ? [.. metainfo.Files.Select((_, i) => chosen.Contains(i) ? PiecePriority.Normal : PiecePriority.Skip)]
        : null;

    private void FailToOpen(string? reason)
    {
        _isOpening = false;
        if (_isStopping)
        {
            EndStopped();
        }
        else
        {
            Fail(reason ?? "opening it was cancelled");
        }
    }

    private void Fail(string reason)
    {
        Error = reason;
        Lobby?.Stop();
        Trackers.Leave();
        Feed.Stop();
        _listener.OnStatus();
        _listener.OnFailed(reason);
    }

    private void EndStopped()
    {
        Feed.Stop();
        _listener.OnStopped();
    }
}
