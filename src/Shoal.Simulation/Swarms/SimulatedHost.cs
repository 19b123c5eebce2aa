using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Swarms;

/// <summary>A whole client of one torrent: the real engine on a simulated line and disk.</summary>
internal sealed class SimulatedHost : ISwarmObserver, IDisposable
{
    private const ushort Port = 6881;

    private readonly World _world;
    private readonly SimulatedLoop _loop;
    private readonly ReceiveScratch _scratch = new();
    private readonly Action _changed;
    private IListener? _listener;

    public SimulatedHost(World world, HostOptions options, Content content, Action changed)
    {
        _world = world;
        _changed = changed;
        Options = options;
        Line = world.Network.Add(options.Line);
        Index = Line.Index;
        Store = new VirtualStore(world, content, options.Disk, options.IsSeed);
        Budget = new MemoryBudget(options.BudgetSlots);
        _loop = new SimulatedLoop(world, Index);
        var have = new PieceSet(content.Metainfo.Layout.PieceCount);
        if (options.IsSeed)
        {
            have.Fill();
        }

        Swarm = new Swarm(ContextOf(world, options), content.Metainfo, Store, OptionsOf(options), have.ToBytes(), this);
    }

    public HostOptions Options { get; }

    public int Index { get; }

    public NetworkHost Line { get; }

    public VirtualStore Store { get; }

    public Swarm Swarm { get; }

    public BufferSlab Slab { get; } = new();

    public MemoryBudget Budget { get; }

    /// <summary>Every state that the swarm entered, in order.</summary>
    public List<SwarmState> States { get; } = [];

    public bool IsCrashed => Line.IsDown;

    public Endpoint Endpoint => Line.Address.WithPort(Port);

    public void Start() => _loop.Post(() =>
    {
        var router = new IncomingRouter(_loop, hash => Swarm.Metainfo.InfoHashes.Matches(hash) ? Swarm : null);
        _listener = Line.Listen(_loop, Endpoint, router, out _);
        Invariant.Check(_listener is not null);
        Swarm.Start([]);
    });

    public void Tell(SimulatedHost of) => _loop.Post(() => Swarm.AddPeer(of.Endpoint));

    /// <summary>An orderly end.</summary>
    public void Stop() => _loop.Post(() =>
    {
        _listener?.Close();
        Swarm.Stop();
    });

    /// <summary>A disorderly one.</summary>
    public void Crash(bool losesPower = false)
    {
        _loop.Stop();
        Line.Crash(losesPower);
    }

    public void OnState(SwarmState state)
    {
        _world.Log.Add(EventKind.State, Index, (long)state, 0);
        States.Add(state);
        if (state == SwarmState.Stopped)
        {
            Store.Dispose();
        }

        _changed();
    }

    public void OnPiece(PieceIndex piece)
    {
        Invariant.Check(Store.IsWritten(piece));
        _world.Log.Add(EventKind.Piece, Index, piece.Value, 0);
        _changed();
    }

    public void Dispose()
    {
        _scratch.Dispose();
        Slab.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"host {Index}{(Options.IsSeed ? " (seed)" : "")}: {(IsCrashed ? "crashed" : Swarm.State)}, {Swarm.Have.Count}/{Swarm.Have.Capacity} pieces, "
        + $"{Swarm.Peers.Count} peers, {Swarm.Picker.Open.Count} open, {Swarm.Totals.PiecesFailed} failed, "
        + $"slots {Slab.InUse} in use and {Budget.Used}/{Budget.Slots} promised{(Swarm.Error is { } error ? ", " + error : "")}";

    private static SwarmOptions OptionsOf(HostOptions options) => new() { UnchokeSlots = options.UnchokeSlots, IsSequential = options.IsSequential };

    private SwarmContext ContextOf(World world, HostOptions options) => new()
    {
        Loop = _loop,
        Transport = Line,
        Workers = new VirtualWorkers(world, Index, options.Disk, Store),
        Chance = new SeededChance(world.Chance.Next()),
        Slab = Slab,
        Scratch = _scratch,
        Budget = Budget,
        PeerId = NewPeerId(world),
        Binds = [],
        ListenPort = Port,
        ClientName = "Shoal, simulated",
    };

    private static PeerId NewPeerId(World world)
    {
        Span<byte> id = stackalloc byte[PeerId.Length];
        foreach (ref var b in id)
        {
            b = (byte)world.Chance.Below(256);
        }

        return new PeerId(id);
    }
}
