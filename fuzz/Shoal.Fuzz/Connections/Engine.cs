using Shoal.Client;
using Shoal.Client.Choking;
using Shoal.Client.Leases;
using Shoal.Client.Metadata;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Net.Rates;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Simulation.Swarms;
using Limits = Shoal.Client.Limits;

namespace Shoal.Fuzz.Connections;

/// <summary>The real engine with one torrent: a swarm, or before it the lobby of a link. What must hold of it at any moment is here.</summary>
internal sealed class Engine : ISwarmObserver, IDoor, IDisposable
{
    private readonly SampleTorrent _torrent;
    private readonly HandLoop _loop;
    private readonly ReceiveScratch _scratch = new();
    private readonly SwarmContext _context;
    private readonly IncomingRouter _router;
    private TorrentMetainfo? _opening;

    public Engine(HandLoop loop, SampleTorrent torrent, ITransport transport, Endpoint address, byte id, EngineOptions options)
    {
        _torrent = torrent;
        _loop = loop;
        Address = address;
        Store = new TruthStore(torrent, options.IsSeed, new SeededChance(id));
        Budget = new MemoryBudget(options.BudgetSlots);
        Leases = new ClientLeases(loop.Time) { Slots = new LeaseCounter(options.Slots), Up = new TokenBucket(loop.Time, options.Rate), Down = new TokenBucket(loop.Time, options.Rate) };
        var choker = new ClientChoker(loop, Leases, new SeededChance(id), options.Slots);
        choker.Start();
        _context = new SwarmContext
        {
            Loop = loop,
            Transport = transport,
            Workers = Workers,
            Chance = new SeededChance(id),
            Slab = Slab,
            Scratch = _scratch,
            Budget = Budget,
            Leases = Leases,
            Choker = choker,
            PeerId = IdOf(id),
            Binds = [],
            ListenPort = address.Port,
            ClientName = "fuzzed",
        };
        _router = new IncomingRouter(loop, hash => !(Swarm?.Metainfo.InfoHashes ?? Lobby!.InfoHashes).Matches(hash) ? null : this);
        if (options.Link is { } link)
        {
            Lobby = new Lobby(_context, link, metainfo => _opening = metainfo, reason => throw new FindingException($"the link is refused: {reason}"));
            Lobby.Start();
        }
        else
        {
            Begin(torrent.Metainfo, options.IsSeed, dialer: null);
        }
    }

    public Endpoint Address { get; }

    public PeerId Id => _context.PeerId;

    public LateWorkers Workers { get; } = new();

    public TruthStore Store { get; }

    public BufferSlab Slab { get; } = new();

    public MemoryBudget Budget { get; }

    public ClientLeases Leases { get; }

    public Lobby? Lobby { get; private set; }

    public Swarm? Swarm { get; private set; }

    public bool IsComplete => Swarm is { IsComplete: true } && Store.IsWhole;

    public bool IsStopped => Swarm is { State: SwarmState.Stopped };

    public static PeerId IdOf(byte number)
    {
        var id = new byte[PeerId.Length];
        id.AsSpan().Fill(number);
        return new PeerId(id);
    }

    public void Accept(ILink link) => _loop.Post(() => _router.OnAccepted(link));

    Loop IDoor.Loop => _loop;

    private Dialer Dialer => Swarm?.Dialer ?? Lobby!.Dialer;

    public void AddPeer(Endpoint endpoint) => Dialer.AddPeer(endpoint, PeerSources.User);

    void IDoor.Adopt(ILink link, in Peers.Handshaking.Handshake theirs) => Dialer.Adopt(link, theirs);

    /// <summary>Does what workers do: hashing, disks, and the opening of files once a link's metadata is known.</summary>
    public bool Work(int most)
    {
        if (_opening is { } metainfo)
        {
            _opening = null;
            Begin(metainfo, isSeed: false, Lobby!.Dialer);
            Lobby.HandTo(Swarm!);
            Lobby = null;
            return true;
        }

        return Workers.Run(most);
    }

    public void Stop()
    {
        Lobby?.Stop();
        Swarm?.Stop();
    }

    /// <summary>For a finding.</summary>
    public string Describe() => Swarm is { } swarm
        ? $"{swarm.State}, {swarm.Have.Count} of {swarm.Have.Capacity} pieces, {swarm.Peers.Count} peers, {swarm.Picker.Open.Count} open, {Budget.Used} of {Budget.Slots} promised, {swarm.Error}"
        : $"a lobby of {Lobby!.Peers.Count} peers, metadata {(Lobby.Metainfo is null ? "not " : "")}known";

    /// <summary>Between any two moments: the books agree, and no queue is longer than it may be.</summary>
    public void Check()
    {
        if (Swarm is { } swarm)
        {
            EngineChecks.Check(Leases, [swarm]);
            CheckQueues(swarm);
        }
        else
        {
            FuzzTarget.Require(Leases.Connections.Used == Lobby!.Peers.Count + Leases.HalfOpen.Used, "connections of the lobby are not counted right");
            FuzzTarget.Require(Lobby.Peers.All(static p => p.HeardLength <= LobbyHeard && p.Heard.Count <= LobbyMessages), "the lobby keeps too much of what it heard");
        }

        FuzzTarget.Require(Budget.Used <= Budget.Slots, "more memory is promised than there is");
        FuzzTarget.Require(Dialer.Book.All.Count <= Limits.KnownPeers, "the book of addresses is too full");
    }

    /// <summary>After its end: nothing of the client's is held.</summary>
    public void CheckStopped()
    {
        FuzzTarget.Require(Slab.InUse == 0, $"{Slab.InUse} slots were not given back");
        FuzzTarget.Require(Budget.Used == 0, $"{Budget.Used} slots are still promised");
        FuzzTarget.Require(Leases is { Slots.Used: 0, Connections.Used: 0, HalfOpen.Used: 0 }, "a lease was not given back");
        FuzzTarget.Require(Workers.Waiting == 0, "work is left");
    }

    public void OnState(SwarmState state)
    {
        FuzzTarget.Require(state != SwarmState.Broken, "a good torrent is called broken");
        if (state == SwarmState.Stopped)
        {
            Store.Dispose();
        }
    }

    public void OnPiece(PieceIndex piece) => FuzzTarget.Require(Store.IsWritten(piece), $"piece {piece} is announced and not here");

    public void Dispose()
    {
        _scratch.Dispose();
        Slab.Dispose();
    }

    /// <summary>What LobbySession keeps of one peer, and the message that was one too many.</summary>
    private const int LobbyHeard = 512 * 1024 + 1024 * 1024;

    private const int LobbyMessages = 8 * 1024;

    private void Begin(TorrentMetainfo metainfo, bool isSeed, Dialer? dialer)
    {
        var have = new byte[(_torrent.PieceCount + 7) / 8];
        for (var i = 0; i < _torrent.PieceCount && isSeed; i++)
        {
            Storage.Bits.Set(have, i);
        }

        Swarm = new Swarm(_context, metainfo, Store, new SwarmOptions(), have, this, dialer);
        Swarm.Start([]);
    }

    private void CheckQueues(Swarm swarm)
    {
        var slots = Budget.Slots + Limits.SpillsWaiting;
        foreach (var peer in swarm.Peers.All)
        {
            FuzzTarget.Require(peer.Connection.OutstandingCount <= RequestLimits.Outstanding, "more is asked of a peer than may be");
            FuzzTarget.Require(peer.Uploads.Count <= Limits.IncomingRequests, "more requests wait than may");
            FuzzTarget.Require(peer.HashQueue.Count <= Limits.HashRequestsWaiting, "more hash requests wait than may");
            FuzzTarget.Require(peer.Granted.Count <= _torrent.PieceCount, "more pieces are granted than there are");
            FuzzTarget.Require(peer.Connection.QueuedBlocks <= 2 * Limits.ReadBatch, "more blocks are read than can be sent");
            FuzzTarget.Require(peer.Connection.QueuedControl <= QueuedControl, "a peer that does not read is kept");
            slots += peer.Connection.OutstandingCount + 2 * Limits.ReadBatch;
        }

        FuzzTarget.Require(Slab.InUse <= slots, $"{Slab.InUse} slots are in use, which is more than all limits together allow");
    }

    /// <summary>A connection's bound, and the longest message that stood within it.</summary>
    private const int QueuedControl = 2 * 1024 * 1024;
}
