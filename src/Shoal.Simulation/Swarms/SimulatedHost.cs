using Shoal.Client.Choking;
using Shoal.Client.Leases;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Net;
using Shoal.Net.Rates;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Swarms;

/// <summary>A whole client: the real engine on a simulated line and disk.</summary>
internal sealed class SimulatedHost : IDisposable
{
    private const ushort Port = 6881;

    private readonly (SimulatedLoop Loop, ReceiveScratch Scratch)[] _loops;
    private readonly ClientChoker _choker;
    private IListener? _listener;

    public SimulatedHost(World world, HostOptions options, IReadOnlyList<Content> contents, Action changed)
    {
        Options = options;
        Line = world.Network.Add(options.Line);
        Index = Line.Index;
        Budget = new MemoryBudget(options.BudgetSlots);
        _loops = [.. Enumerable.Range(0, options.Loops).Select(_ => (new SimulatedLoop(world, Index), new ReceiveScratch()))];
        Leases = new ClientLeases(world.Time)
        {
            Slots = new LeaseCounter(options.UploadSlots ?? 8),
            Connections = new LeaseCounter(options.Connections),
            Up = new TokenBucket(world.Time, options.UpRate),
            Down = new TokenBucket(world.Time, options.DownRate),
        };
        _choker = new ClientChoker(_loops[0].Loop, Leases, new SeededChance(world.Chance.Next()), options.UploadSlots);
        Torrents = [.. options.Torrents.Select((torrent, i) => Add(world, contents[torrent], _loops[i % _loops.Length], changed))];
    }

    public HostOptions Options { get; }

    public int Index { get; }

    public NetworkHost Line { get; }

    public IReadOnlyList<SimulatedTorrent> Torrents { get; }

    /// <summary>The disk of its first torrent.</summary>
    public VirtualStore Store => Torrents[0].Store;

    /// <summary>Its first torrent.</summary>
    public Swarm Swarm => Torrents[0].Swarm;

    public ClientLeases Leases { get; }

    public BufferSlab Slab { get; } = new();

    public MemoryBudget Budget { get; }

    public bool IsCrashed => Line.IsDown;

    public Endpoint Endpoint => Line.Address.WithPort(Port);

    public void Start()
    {
        _choker.Start();
        _loops[0].Loop.Post(() =>
        {
            var router = new IncomingRouter(_loops[0].Loop, hash => Torrents.FirstOrDefault(t => t.Swarm.Metainfo.InfoHashes.Matches(hash))?.Swarm);
            _listener = Line.Listen(_loops[0].Loop, Endpoint, router, out _);
            Invariant.Check(_listener is not null);
        });
        EachOnLoop(static swarm => swarm.Start([]));
    }

    /// <summary>Tells it that another takes part in the torrents that both have.</summary>
    public void Tell(SimulatedHost of) => EachOnLoop(swarm =>
    {
        if (of.Torrents.Any(t => t.Swarm.WireHash == swarm.WireHash))
        {
            swarm.AddPeer(of.Endpoint);
        }
    });

    /// <summary>An orderly end.</summary>
    public void Stop()
    {
        _loops[0].Loop.Post(() => _listener?.Close());
        EachOnLoop(static swarm => swarm.Stop());
    }

    /// <summary>A disorderly one.</summary>
    public void Crash(bool losesPower = false)
    {
        foreach (var (loop, _) in _loops)
        {
            loop.Stop();
        }

        Line.Crash(losesPower);
    }

    public void Dispose()
    {
        foreach (var (_, scratch) in _loops)
        {
            scratch.Dispose();
        }

        Slab.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"host {Index}{(Options.IsSeed ? " (seed)" : "")}: {(IsCrashed ? "crashed" : Swarm.State)}, {Swarm.Have.Count}/{Swarm.Have.Capacity} pieces, "
        + $"{Swarm.Peers.Count} peers, {Swarm.Picker.Open.Count} open, {Swarm.Totals.PiecesFailed} failed, "
        + $"slots {Slab.InUse} in use and {Budget.Used}/{Budget.Slots} promised{(Swarm.Error is { } error ? ", " + error : "")}";

    private void EachOnLoop(Action<Swarm> act)
    {
        foreach (var torrent in Torrents)
        {
            torrent.Swarm.Context.Loop.Post(() => act(torrent.Swarm));
        }
    }

    private SimulatedTorrent Add(World world, Content content, (SimulatedLoop Loop, ReceiveScratch Scratch) on, Action changed)
    {
        var store = new VirtualStore(world, content, Options.Disk, Options.IsSeed);
        return new SimulatedTorrent(world, Index, store, ContextOf(world, on, store), content.Metainfo, Options, changed);
    }

    private SwarmContext ContextOf(World world, (SimulatedLoop Loop, ReceiveScratch Scratch) on, VirtualStore store) => new()
    {
        Loop = on.Loop,
        Transport = Line,
        Workers = new VirtualWorkers(world, Index, Options.Disk, store),
        Chance = new SeededChance(world.Chance.Next()),
        Slab = Slab,
        Scratch = on.Scratch,
        Budget = Budget,
        Leases = Leases,
        Choker = _choker,
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
