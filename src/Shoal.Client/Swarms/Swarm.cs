using Shoal.Client.Banning;
using Shoal.Client.Choking;
using Shoal.Client.Exchange;
using Shoal.Client.Hashes;
using Shoal.Client.Metadata;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Client.Requests;
using Shoal.Client.Uploads;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>
/// One torrent on its loop: owns its peers and pieces and ties the parts together, each of which decides one thing.
/// <code>
///   Dialer ─► PeerSession ──messages──► PeerTable   who has what, who wants what
///                 │  blocks                │
///                 ▼                        ▼
///             Downloader ◄─which─ PiecePicker     Choker: whom to serve
///                 │ whole pieces
///                 ▼
///             PieceKeeper ─► worker: hash, write ─► have ─► all peers
/// </code>
/// </summary>
internal sealed class Swarm : IPeerHost, IDoor
{
    private readonly LoopTimer _tick;
    private readonly Turnover _turnover;
    private readonly Idleness _idleness;
    private readonly double? _seedRatio;
    private TimeSpan _lastTick;

    /// <summary>Takes a torrent whose storage is open and checked.</summary>
    /// <param name="dialer">Of the lobby that fetched the metadata, with the addresses it knows; null where there was none.</param>
    public Swarm(SwarmContext context, TorrentMetainfo metainfo, IPieceStore store, SwarmOptions options, byte[] have, ISwarmObserver observer, Dialer? dialer = null)
    {
        Context = context;
        Metainfo = metainfo;
        Store = store;
        Observer = observer;
        var count = metainfo.Layout.PieceCount;
        Have = new PieceSet(count);
        Invariant.Check(Have.TryAssign(have));
        Priorities = PiecePriorities.Of(metainfo.Layout, options.FilePriorities);
        Picker = new PiecePicker(metainfo.Layout, context.Budget, context.Chance, options.IsSequential);
        for (var i = 0; i < count; i++)
        {
            BytesHave += Have.Contains(new PieceIndex(i)) ? metainfo.Layout.DataLengthOf(new PieceIndex(i)) : 0;
            if (Priorities[i] != PiecePriority.Skip)
            {
                WantedCount++;
                WantedHave += Have.Contains(new PieceIndex(i)) ? 1 : 0;
            }

            if (IsWanted(new PieceIndex(i)))
            {
                Picker.Order.Insert(new PieceIndex(i), Priorities[i]);
            }
        }

        Dialer = dialer ?? new Dialer(context, new PeerBook(context.Chance, context.ListenPort)) { Host = this };
        Peers = new PeerTable(this, Dialer.Book);
        Gossip = new Gossip(this);
        if (metainfo.IsPrivate)
        {
            Peers.Book.BecomePrivate();
        }

        Downloader = new Downloader(this);
        Keeper = new PieceKeeper(this);
        Choker = new Choker(this);
        Rates = new SwarmRates(this, options.UpRate, options.DownRate);
        Hashes = new HashServer(this);
        Trials = new BlockTrials(this);
        Suspects = new Suspects(this);
        _tick = context.Loop.CreateTimer(OnTick);
        _turnover = new Turnover(this);
        _seedRatio = options.SeedRatio;
        Totals = options.Totals;
        _idleness = new Idleness(this);
    }

    public SwarmContext Context { get; }

    public ISwarmObserver Observer { get; }

    public TorrentMetainfo Metainfo { get; }

    public IPieceStore Store { get; }

    /// <summary>Verified and written.</summary>
    public PieceSet Have { get; }

    public PiecePriority[] Priorities { get; }

    public PiecePicker Picker { get; }

    public PeerTable Peers { get; }

    public Downloader Downloader { get; }

    public PieceKeeper Keeper { get; }

    public Choker Choker { get; }

    public SwarmRates Rates { get; }

    public HashServer Hashes { get; }

    public BlockTrials Trials { get; }

    public Suspects Suspects { get; }

    public Dialer Dialer { get; }

    public Gossip Gossip { get; }

    public SwarmTotals Totals { get; }

    public SwarmState State { get; private set; } = SwarmState.Downloading;

    /// <summary>Why storage failed, while it does; why the torrent is broken, for good.</summary>
    public string? Error { get; private set; }

    /// <summary>Pieces of wanted files.</summary>
    public int WantedCount { get; }

    /// <summary>Those of them that are here.</summary>
    public int WantedHave { get; private set; }

    /// <summary>Bytes of the pieces that are here, wanted or not.</summary>
    public long BytesHave { get; private set; }

    public bool IsComplete => WantedHave == WantedCount;

    /// <summary>Payload sent by this run and, where the resume record knew them, earlier ones, over the size of what is here.</summary>
    public double Ratio => BytesHave == 0 ? 0 : (double)(Totals.Before.Sent + Totals.SentWith(Peers)) / BytesHave;

    /// <summary>It stopped by itself because it had sent what it was asked to.</summary>
    public bool HasReachedRatio { get; private set; }

    /// <summary>The hash by which this swarm's handshakes name it.</summary>
    public Sha1Hash WireHash => Metainfo.InfoHashes.Primary;

    InfoHashes IPeerHost.InfoHashes => Metainfo.InfoHashes;

    bool IPeerHost.IsDialling => State is SwarmState.Downloading or SwarmState.Seeding;

    bool IPeerHost.IsOver => State is SwarmState.Stopping or SwarmState.Stopped or SwarmState.Broken;

    int IPeerHost.ConnectionCount => Peers.Count;

    Loop IDoor.Loop => Context.Loop;

    /// <summary>True where the piece is still to be fetched.</summary>
    public bool IsWanted(PieceIndex piece) => Priorities[piece.Value] != PiecePriority.Skip && !Have.Contains(piece);

    /// <summary>Begins to work. <paramref name="partial"/>: pieces whose blocks lie in the part file since the last run.</summary>
    public void Start(IReadOnlyList<(PieceIndex Piece, byte[] Blocks)> partial)
    {
        foreach (var (piece, blocks) in partial)
        {
            if (IsWanted(piece))
            {
                Picker.Reopen(piece, blocks);
            }
        }

        Keeper.SealReopened();
        if (State == SwarmState.Downloading && IsComplete)
        {
            Enter(SwarmState.Seeding);
        }

        _lastTick = Context.Loop.Now;
        _tick.Arm(Limits.Tick);
        Context.Choker.Join(Choker);
        Dialer.DialDue();
    }

    /// <summary>An address that may lead to a peer.</summary>
    public void AddPeer(Endpoint endpoint, PeerSources source = PeerSources.User) => Dialer.AddPeer(endpoint, source);

    /// <summary>A stranger's connection, its handshake read and naming this torrent.</summary>
    public void Adopt(ILink link, in Handshake theirs) => Dialer.Adopt(link, theirs);

    IConnectedPeer? IPeerHost.Find(PeerId id) => Peers.Find(id);

    int IPeerHost.StrangersOf(Endpoint remote) => Peers.StrangersOf(remote);

    bool IPeerHost.MakeRoomFor(Endpoint remote) => Peers.MakeRoomFor(remote);

    void IPeerHost.Part(Sender from, string reason) => Peers.Part(from, reason);

    void IPeerHost.Connect(ILink link, in Handshake theirs, bool speaksV2, KnownPeer? known)
    {
        var peer = new Peer(Metainfo.Layout.PieceCount, known, isOutgoing: known is not null) { SpeaksV2 = speaksV2, ConnectedAt = Context.Loop.Now };
        var session = new PeerSession(this, peer);
        Add(peer, session, new PeerConnection(Context.Loop, link, theirs, Context.Slab, Context.Scratch, session));
        peer.Connection.Start();
        session.Greet();
    }

    /// <summary>A peer that was connected before the torrent was known. What it said meanwhile is heard now.</summary>
    public void Take(LobbyPeer from)
    {
        if (from is { IsOutgoing: true, Known: { } known } && !Peers.Book.Allows(known))
        {
            from.Connection.Close("is not known by the tracker, and the torrent is private");
            return;
        }

        var peer = new Peer(Metainfo.Layout.PieceCount, from.Known, from.IsOutgoing)
        {
            Extensions = from.Extensions,
            Acquaintance = from.Acquaintance,
            SpeaksV2 = from.SpeaksV2,
            ConnectedAt = Context.Loop.Now,
        };
        var session = new PeerSession(this, peer);
        Add(peer, session, from.Connection);
        from.Connection.HandTo(session);
        session.Continue(from.Heard);
    }

    private void Add(Peer peer, PeerSession session, PeerConnection connection)
    {
        peer.Connection = connection;
        peer.Uploads = new UploadQueue(Context.Loop, Context.Workers, Store, Context.Slab, connection, Rates.Up, session.OnUnreadable, Keeper.CountWork);
        Peers.Add(peer);
    }

    /// <summary>A piece passed its hashes and is on disk.</summary>
    public void OnVerified(PieceIndex piece)
    {
        Invariant.Check(Have.Add(piece));
        Totals.PiecesVerified++;
        BytesHave += Metainfo.Layout.DataLengthOf(piece);
        WantedHave += Priorities[piece.Value] != PiecePriority.Skip ? 1 : 0;
        Peers.Announce(piece);
        Observer.OnPiece(piece);
        if (State == SwarmState.Downloading && IsComplete)
        {
            Enter(SwarmState.Seeding);
        }
    }

    /// <summary>The disk refuses; asking for blocks stops until it works again.</summary>
    public void OnStorageError(StorageError error)
    {
        Error = error.Message;
        if (State is SwarmState.Downloading or SwarmState.Seeding)
        {
            Enter(SwarmState.StorageFailed);
        }

        Keeper.RetryLater();
    }

    /// <summary>The disk works again.</summary>
    public void OnStorageWorks()
    {
        if (State == SwarmState.StorageFailed)
        {
            Error = null;
            Enter(IsComplete ? SwarmState.Seeding : SwarmState.Downloading);
            Downloader.FillAll();
        }
    }

    /// <summary>The torrent's own hashes disagree about the same bytes: no peer is to blame, and nothing can be done.</summary>
    public void OnContradiction(PieceIndex piece)
    {
        Error = $"the torrent contradicts itself: its v1 and v2 hashes of piece {piece} cannot both be right; ask its author for a correct one";
        Enter(SwarmState.Broken);
        Peers.CloseAll("the torrent is broken");
    }

    /// <summary>Ends all connections and puts what is under way on disk; then the state is Stopped.</summary>
    public void Stop()
    {
        if (State is SwarmState.Stopping or SwarmState.Stopped)
        {
            return;
        }

        Enter(SwarmState.Stopping);
        _tick.Disarm();
        Context.Choker.Leave(Choker);
        Peers.CloseAll("stopped");
        Rates.Close();
        Keeper.Stop(() => Enter(SwarmState.Stopped));
    }

    /// <summary>Its loop crashed: what it holds of the client goes back, and nothing else can be done.</summary>
    public void Abandon()
    {
        Context.Choker.Leave(Choker);
        Dialer.Abandon();
        foreach (var peer in Peers.All)
        {
            Context.Leases.Connections.Give();
            Context.Leases.Slots.Give(peer.IsChoking ? 0 : 1);
        }
    }

    private void Enter(SwarmState state)
    {
        State = state;
        if (state == SwarmState.Seeding)
        {
            Keeper.SaveSoon();
            Peers.Book.IsSeeding = true;
            Peers.AnnounceUploadOnly();
            Peers.CloseSeeds();
        }

        Observer.OnState(state);
    }

    private void OnTick()
    {
        var now = Context.Loop.Now;
        Peers.Tick(now, now - _lastTick);
        _lastTick = now;
        Downloader.Tick(now);
        Keeper.Tick(now);
        Trials.Tick(now);
        _turnover.Tick(now);
        Gossip.Tick(now);
        Dialer.DialDue();
        _tick.Arm(Limits.Tick);
        if (State == SwarmState.Seeding && Ratio >= _seedRatio)
        {
            HasReachedRatio = true;
            Stop();
            return;
        }

        _idleness.Tick(now);
    }
}
