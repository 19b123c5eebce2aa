using System.Net;
using Shoal.Client.Announcing;
using Shoal.Client.Events;
using Shoal.Client.Finding;
using Shoal.Client.Metadata;
using Shoal.Client.Pieces;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>
/// The life of one torrent on its loop. A link begins in a lobby; when its metadata is known the files are opened and checked on a worker,
/// while the lobby holds its peers; then the swarm takes them over. A torrent that nobody wants sleeps: of it are left a snapshot, the name,
/// the hashes and the trackers' schedule, until a stranger connects or somebody tells of a peer.
/// <code>
///   link ─► Lobby ─metadata─► OpenStore on a worker ─► Swarm ─► stopped
///   .torrent ────────────────►      ▲    │               │
///                                   │    ▼ complete      │ nobody is there
///                          visitor ─┴─ asleep ◄──────────┘
/// </code>
/// </summary>
#pragma warning disable CA1001 // The token source has no timer and no parent: there is nothing of it to free, and a stop may come after its use.
internal sealed class TorrentRun : IDoor, ISwarmObserver
#pragma warning restore CA1001
{
    private readonly MagnetLink? _link;
    private readonly TorrentOptions _options;
    private readonly string _stateFolder;
    private readonly ITorrentListener _listener;
    private readonly CancellationTokenSource _opening = new();
    private (long? Up, long? Down) _rates;

    /// <summary>Files are being opened and checked.</summary>
    private bool _isOpening;
    private bool _isStopping;

    /// <summary>It holds nothing and never will again.</summary>
    private bool _isOver;
    private readonly Visitors _visitors;

    /// <summary>There from the first opening on.</summary>
    private SwarmTotals? _totals;

    /// <summary>The opening that follows a link's metadata or wakes a torrent; it ends in <see cref="Begin"/> or <see cref="FailToOpen"/>.</summary>
    private Task? _opened;

    public TorrentRun(SwarmContext context, TorrentSource source, TorrentOptions options, string stateFolder, ClientTrackers trackers, Publisher publisher, ITorrentListener listener)
    {
        Context = context;
        Known = new KnownTorrent(source);
        _link = source.Magnet;
        _visitors = new Visitors(context);
        _options = options;
        _rates = (options.UpRate, options.DownRate);
        _stateFolder = stateFolder;
        _listener = listener;
        Finding = new PeerFinding(new TorrentTrackers(trackers, this, source.Trackers), context.Dht is { } dht ? new TorrentDht(dht, this) : null, this);
        Given = new GivenPeers(this, source.Magnet, options);
        Feed = new SnapshotFeed(this, publisher);
    }

    public SwarmContext Context { get; }

    public Loop Loop => Context.Loop;

    public SnapshotFeed Feed { get; }

    public PeerFinding Finding { get; }

    public GivenPeers Given { get; }

    public KnownTorrent Known { get; }

    /// <summary>While the torrent behind a link is not known, or its files are not open.</summary>
    public Lobby? Lobby { get; private set; }

    public Swarm? Swarm { get; private set; }

    /// <summary>How it stood when it fell asleep or stopped; null before and in between.</summary>
    public TorrentSnapshot? Rest { get; private set; }

    public bool HasReachedRatio { get; private set; }

    /// <summary>It sleeps, or is about to: who comes waits, and wakes it.</summary>
    private bool IsAsleep => Rest is not null && !_isOver;

    /// <summary>Of the swarm, until there is one of the lobby; null while the files of a .torrent are opened.</summary>
    private Dialer? Dialer => Swarm?.Dialer ?? Lobby?.Dialer;

    /// <summary>Why it ended before it could begin.</summary>
    private string? _failure;

    public string? Error => Rest is { } rest ? rest.Error : Swarm?.Error ?? _failure;

    public TorrentStatus Status =>
        Rest is { } rest ? rest.Status
        : Swarm is { } swarm ? Snapshots.StatusOf(swarm.State)
        : _failure is not null ? TorrentStatus.Broken
        : _isOpening ? TorrentStatus.Checking
        : _isStopping ? TorrentStatus.Stopped
        : TorrentStatus.FetchingMetadata;

    /// <summary>On the loop: begins with a link.</summary>
    public void BeginLobby()
    {
        Lobby = new Lobby(Context, Known.InfoHashes, OnMetadata, Fail) { OnPrivate = Finding.OnPrivate };
        Lobby.Start();
        Given.AddAll();
        Feed.Start();
        Finding.Start(Known.Metainfo);
        _listener.OnStatus();
    }

    /// <summary>Opens and checks the files, then lets the swarm begin. Returns why it could not; the listener hears it too.</summary>
    public async Task<Exception?> OpenAsync(CancellationToken cancellation)
    {
        _isOpening = true;
        try
        {
            var work = new OpenStore(Known, _link, _options, _stateFolder) { IsFirst = _totals is null, MayRest = IsUnwanted };
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _opening.Token);
            var opened = await Context.Workers.CallAsync(Loop, () => work.Run(Context.Workers.Count, linked.Token));
            Loop.Post(() => Begin(opened));
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

    public void AddPeer(Endpoint endpoint, PeerSources source = PeerSources.User)
    {
        if (IsAsleep)
        {
            _visitors.Note(endpoint, source);
            Wake();
        }
        else
        {
            Dialer?.AddPeer(endpoint, source);
        }
    }

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
        if (IsAsleep)
        {
            _visitors.Wait(link, theirs);
            Wake();
        }
        else if (Dialer is { } dialer)
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
        Lobby?.Stop();
        if (_isOpening)
        {
            _opening.Cancel();
        }
        else if (Swarm is { } swarm)
        {
            // Where it was about to sleep, it is stopping already.
            Rest = null;
            swarm.Stop();
        }
        else if (!_isOver)
        {
            EndStopped();
        }
    }

    /// <summary>The loop crashed, and this runs on what is left of its thread.</summary>
    public void Abandon()
    {
        Swarm?.Abandon();
        Lobby?.Abandon();
        _visitors.Abandon();
    }

    void ISwarmObserver.OnState(SwarmState state)
    {
        Feed.Take();
        _listener.OnStatus();
        switch (state)
        {
            case SwarmState.Seeding:
                Finding.Update();
                _listener.OnComplete();
                break;
            case SwarmState.Broken:
                Finding.Leave();
                _listener.OnFailed(Swarm!.Error!);
                break;
            case SwarmState.Stopped:
                LeaveSwarm();
                break;
            default:
                break;
        }
    }

    void ISwarmObserver.OnPiece(PieceIndex piece) => _listener.OnPiece();

    void ISwarmObserver.OnPeer(Endpoint remote, string? ended) => _listener.OnPeer(remote, ended);

    void ISwarmObserver.OnIdle()
    {
        Finding.Update();
        _totals!.Condense();
        Rest = Feed.Pause();
        Swarm!.Stop();
    }

    /// <summary>Its trackers stand otherwise than before.</summary>
    public void OnTrackers()
    {
        if (IsAsleep)
        {
            Feed.Take();
        }
    }

    private void OnMetadata(TorrentMetainfo metainfo)
    {
        if (_listener.OnMetadata(metainfo) is { } refusal)
        {
            Fail(refusal);
        }
        else
        {
            Finding.Learn(metainfo);
            _opened = OpenAsync(CancellationToken.None);
        }
    }

    /// <summary>Nobody is there for whom it would have to be awake.</summary>
    private bool IsUnwanted => _totals is null && Lobby is null && Given.IsEmpty && _options.SeedRatio is null;

    private void Begin(OpenedTorrent opened)
    {
        _isOpening = false;
        if (_isStopping)
        {
            opened.Store?.Dispose();
            EndStopped();
            return;
        }

        Known.File = opened.File;
        _totals ??= new SwarmTotals((opened.Loaded.Uploaded, opened.Loaded.Downloaded));
        if (opened.Store is { } store)
        {
            BeginSwarm(opened, store);
        }
        else
        {
            BeginAsleep(opened);
        }
    }

    private void BeginAsleep(OpenedTorrent opened)
    {
        Rest = Snapshots.Asleep(opened, _totals!);
        Feed.Take();
        Finding.Start(opened.Metainfo, left: opened.Metainfo.Layout.DataLength - opened.BytesHere);
        _listener.OnStatus();
        _listener.OnStarted();
        _listener.OnComplete();
        Known.Forget();
    }

    private void BeginSwarm(OpenedTorrent opened, IPieceStore store)
    {
        Rest = null;
        Known.Learn(opened.Metainfo);
        Swarm = new Swarm(Context, opened.Metainfo, store, SwarmOptions.Of(_options, _rates, opened.FilePriorities, _totals!), opened.Loaded.Have, this, Lobby?.Dialer);
        Swarm.Start(opened.Loaded.Partial);
        Feed.Start();
        Finding.Start(opened.Metainfo);
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
            _visitors.HandTo(Swarm.Dialer);
        }
    }

    private void Wake()
    {
        if (!_isOpening && Swarm is null)
        {
            _opened = OpenAsync(CancellationToken.None);
        }
    }

    /// <summary>It has stopped, for good or to sleep.</summary>
    private void LeaveSwarm()
    {
        Swarm!.Store.Dispose();
        HasReachedRatio = Swarm.HasReachedRatio;
        Swarm = null;
        if (Rest is null)
        {
            Rest = Feed.Latest;
            EndStopped();
            return;
        }

        Known.Forget();
        if (!_visitors.IsEmpty)
        {
            Wake();
        }
    }

    private void FailToOpen(string? reason)
    {
        _isOpening = false;
        if (_isStopping)
        {
            EndStopped();
        }
        else if (Rest is { } rest)
        {
            // It sleeps on, and the next visitor has it try again.
            _visitors.SendAway();
            Rest = rest with { Status = TorrentStatus.StorageFailed, Error = reason };
            Feed.Take();
            _listener.OnStatus();
        }
        else
        {
            Fail(reason ?? "opening it was cancelled");
        }
    }

    private void Fail(string reason)
    {
        _failure = reason;
        Lobby?.Stop();
        Finding.Leave();
        Feed.Stop();
        _listener.OnStatus();
        _listener.OnFailed(reason);
    }

    private void EndStopped()
    {
        _isOver = true;
        _visitors.SendAway();
        Rest = Rest is { } rest ? rest with { Status = TorrentStatus.Stopped } : null;
        Feed.Stop();
        Rest = Feed.Latest;
        Known.Forget();
        _listener.OnStopped();
    }
}
