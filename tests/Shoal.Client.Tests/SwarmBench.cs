using System.Buffers.Binary;
using Shoal.Client.Choking;
using Shoal.Client.Leases;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Client.Tests.Hashes;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Client.Tests;

/// <summary>One swarm on a loop driven by hand, whose peers are links that the test speaks through.</summary>
internal sealed class SwarmBench : ISwarmObserver, IDisposable
{
    public const int PieceLength = 4 * 16384;

    public static readonly Sha1Hash Hash = new("hhhhhhhhhhhhhhhhhhhh"u8);
    public static readonly PeerId OwnId = IdOf(100);

    private readonly ReceiveScratch _scratch = new();

    /// <summary>A v1 torrent of zeros.</summary>
    public SwarmBench(int pieces, byte[]? have = null, int slots = 4, int budget = 1024, bool isPrivate = false)
        : this(ZerosOf(pieces, isPrivate), new FakeStore(), have, slots, budget)
    {
    }

    /// <summary>A torrent with its bytes, whose pieces are judged by their hashes.</summary>
    public SwarmBench(V2Torrent torrent, bool isSeed = false, int budget = 1024)
        : this(torrent.Metainfo, new FakeStore(torrent), isSeed ? AllOf(torrent.Metainfo.Layout.PieceCount) : null, slots: 4, budget)
    {
    }

    public SwarmBench(TorrentMetainfo metainfo, FakeStore store, byte[]? have, int slots, int budget)
    {
        Store = store;
        Layout = metainfo.Layout;
        Budget = new MemoryBudget(budget);
        Leases = new ClientLeases(Loop.Time) { Slots = new LeaseCounter(slots) };
        Choker = new ClientChoker(Loop, Leases, new SeededChance(1), slots);
        Choker.Start();
        var context = new SwarmContext
        {
            Loop = Loop,
            Transport = new DialList(Dials),
            Workers = Workers,
            Chance = new SeededChance(1),
            Slab = Slab,
            Scratch = _scratch,
            Budget = Budget,
            Leases = Leases,
            Choker = Choker,
            PeerId = OwnId,
            Binds = [],
            ListenPort = 6881,
            ClientName = "bench",
        };
        Swarm = new Swarm(context, metainfo, Store, new SwarmOptions(), have ?? new byte[(Layout.PieceCount + 7) / 8], this);
        Swarm.Start([]);
    }

    public HandDrivenLoop Loop { get; } = new();

    public FileLayout Layout { get; }

    public FakeStore Store { get; }

    /// <summary>Dials that the test may end as it likes; what it leaves fails at the end.</summary>
    public List<(Endpoint Remote, BenchDial Handler)> Dials { get; } = [];

    public BufferSlab Slab { get; } = new();

    public InlineWorkers Workers { get; } = new();

    public MemoryBudget Budget { get; }

    public ClientLeases Leases { get; }

    public ClientChoker Choker { get; }

    public Swarm Swarm { get; }

    /// <summary>One round of choking, with all its mail.</summary>
    public void ChokeRound()
    {
        Choker.BeginRound();
        for (var i = 0; i < 6; i++)
        {
            Loop.Run();
        }
    }

    /// <summary>Addresses that were dialled.</summary>
    public IEnumerable<Endpoint> Dialled => Dials.Select(static dial => dial.Remote);

    /// <summary>All bits of so many pieces.</summary>
    public static byte[] AllOf(int pieces)
    {
        var set = new PieceSet(pieces);
        set.Fill();
        return set.ToBytes();
    }

    public static PeerId IdOf(byte number)
    {
        var id = new byte[PeerId.Length];
        id.AsSpan().Fill(number);
        return new PeerId(id);
    }

    /// <summary>A stranger connects and says nothing yet.</summary>
    public BenchPeer Connect(byte number, bool fast = true, byte? id = null, Sha1Hash? hash = null, bool v2 = false, bool extended = false, Endpoint? from = null)
    {
        var link = new FakeLink { Remote = from ?? Endpoint.FromBytes([10, 0, 0, number], 5000) };
        Swarm.Adopt(link, new Handshake(hash ?? Swarm.WireHash, IdOf(id ?? number), Fast: fast, Extended: extended, V2: v2));
        Loop.Run();
        return new BenchPeer(this, link, Swarm.Peers.All.ToArray().LastOrDefault(p => p.Remote == link.Remote));
    }

    public void OnState(SwarmState state)
    {
    }

    public void OnPiece(PieceIndex piece)
    {
    }

    public void Dispose()
    {
        Swarm.Stop();
        foreach (var dial in Dials.Where(static dial => !dial.Handler.IsOver))
        {
            dial.Handler.OnDialFailed("did not answer");
        }

        Loop.Run();
        Loop.Run();
        Assert.Equal(SwarmState.Stopped, Swarm.State);
        Assert.Equal(0, Slab.InUse);
        Assert.Equal(0, Budget.Used);
        Assert.Equal(0, Leases.Slots.Used);
        Assert.Equal(0, Leases.Connections.Used);
        Assert.Equal(0, Leases.HalfOpen.Used);
        _scratch.Dispose();
        Slab.Dispose();
    }

    private static TorrentMetainfo ZerosOf(int pieces, bool isPrivate)
    {
        var layout = new FileLayout(PieceLength, [((long)pieces * PieceLength, false)], alignToPieces: false);
        return new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(Hash, null),
            InfoBytes = default,
            Name = "bench",
            IsSingleFile = true,
            Files = [new TorrentFile { Path = ["bench"], SafePath = "bench", Length = layout.TotalLength }],
            Layout = layout,
            IsPrivate = isPrivate,
        };
    }

    private sealed class DialList(List<(Endpoint Remote, BenchDial Handler)> dials) : ITransport
    {
        public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException();

        public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => dials.Add((remote, new BenchDial(handler)));

        public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();
    }
}
