using Shoal.Client.Choking;
using Shoal.Client.Leases;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
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

/// <summary>One run of a client, from its start to its end or crash: what a process holds.</summary>
internal sealed class SimulatedClient : IDisposable
{
    private readonly World _world;
    private readonly NetworkHost _line;
    private readonly Endpoint _endpoint;
    private readonly HostOptions _options;
    private readonly IReadOnlyList<(Content Content, VirtualFile File)> _disk;
    private readonly Action _changed;
    private readonly SimulatedTorrent[] _torrents;
    private readonly (SimulatedLoop Loop, ReceiveScratch Scratch)[] _loops;
    private readonly VirtualWorkers[] _workers;
    private readonly ClientChoker _choker;
    private IListener? _listener;
    private bool _isKilled;

    /// <param name="world">Where it runs.</param>
    /// <param name="line">Its host's line.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="options">How it is set up.</param>
    /// <param name="disk">What lies on the host's disk: its torrents.</param>
    /// <param name="changed">Called when a piece or a state has come.</param>
    public SimulatedClient(World world, NetworkHost line, Endpoint endpoint, HostOptions options, IReadOnlyList<(Content Content, VirtualFile File)> disk, Action changed)
    {
        _world = world;
        _line = line;
        _endpoint = endpoint;
        _options = options;
        _disk = disk;
        _changed = changed;
        Budget = new MemoryBudget(options.BudgetSlots);
        _loops = [.. Enumerable.Range(0, options.Loops).Select(_ => (new SimulatedLoop(world, line.Index), new ReceiveScratch()))];
        Leases = new ClientLeases(world.Time)
        {
            Slots = new LeaseCounter(options.UploadSlots ?? 8),
            Connections = new LeaseCounter(options.Connections),
            Up = new TokenBucket(world.Time, options.UpRate),
            Down = new TokenBucket(world.Time, options.DownRate),
        };
        _choker = new ClientChoker(_loops[0].Loop, Leases, new SeededChance(world.Chance.Next()), options.UploadSlots);
        _workers = new VirtualWorkers[disk.Count];
        _torrents = [.. Enumerable.Range(0, disk.Count).Select(NewTorrent)];
    }

    public IReadOnlyList<SimulatedTorrent> Torrents => _torrents;

    /// <summary>Bytes that were read to see what is there.</summary>
    public long BytesChecked { get; private set; }

    public ClientLeases Leases { get; }

    public BufferSlab Slab { get; } = new();

    public MemoryBudget Budget { get; }

    public void Start()
    {
        _choker.Start();
        _loops[0].Loop.Post(() =>
        {
            var router = new IncomingRouter(_loops[0].Loop, hash => Find(hash)?.Swarm);
            _listener = _line.Listen(_loops[0].Loop, _endpoint, router, out _);
            Invariant.Check(_listener is not null);
        });
        EachOnLoop(static torrent => torrent.Start());
    }

    /// <summary>An orderly end.</summary>
    public void Stop()
    {
        _loops[0].Loop.Post(() => _listener?.Close());
        EachOnLoop(static torrent => torrent.Swarm.Stop());
    }

    /// <summary>A disorderly one: nothing of it runs any more.</summary>
    public void Kill()
    {
        _isKilled = true;
        foreach (var (loop, _) in _loops)
        {
            loop.Stop();
        }

        Array.ForEach(_workers, static workers => workers.Stop());
    }

    /// <summary>One torrent stops in order, and starts again after a while, as long as the client lives.</summary>
    public void Restart(int index, TimeSpan after, Action started)
    {
        var torrent = _torrents[index];
        torrent.Stopped = () => _world.Agenda.After(after, () =>
        {
            if (!_isKilled)
            {
                _torrents[index] = NewTorrent(index);
                _torrents[index].Swarm.Context.Loop.Post(_torrents[index].Start);
                started();
            }
        });
        torrent.Swarm.Context.Loop.Post(torrent.Swarm.Stop);
    }

    public SimulatedTorrent? Find(Sha1Hash wireHash) => Torrents.FirstOrDefault(t => t.Swarm.Metainfo.InfoHashes.Matches(wireHash));

    public void EachOnLoop(Action<SimulatedTorrent> act)
    {
        foreach (var torrent in Torrents)
        {
            torrent.Swarm.Context.Loop.Post(() => act(torrent));
        }
    }

    public void Dispose()
    {
        foreach (var (_, scratch) in _loops)
        {
            scratch.Dispose();
        }

        Slab.Dispose();
    }

    private SimulatedTorrent NewTorrent(int index)
    {
        var (content, file) = _disk[index];
        var loaded = file.Load(out var bytesChecked);
        BytesChecked += bytesChecked;
        var store = new VirtualStore(_world, content, _options.Disk, file);
        _workers[index] = new VirtualWorkers(_world, _line.Index, _options.Disk, store);
        var context = ContextOf(_loops[index % _loops.Length], _workers[index]);
        return new SimulatedTorrent(_world, _line.Index, store, context, content.Metainfo, _options.OfSwarm(loaded), loaded, _changed);
    }

    private SwarmContext ContextOf((SimulatedLoop Loop, ReceiveScratch Scratch) on, VirtualWorkers workers) => new()
    {
        Loop = on.Loop,
        Transport = _line,
        Workers = workers,
        Chance = new SeededChance(_world.Chance.Next()),
        Slab = Slab,
        Scratch = on.Scratch,
        Budget = Budget,
        Leases = Leases,
        Choker = _choker,
        PeerId = NewPeerId(),
        Binds = [],
        ListenPort = _endpoint.Port,
        ClientName = "Shoal, simulated",
    };

    private PeerId NewPeerId()
    {
        Span<byte> id = stackalloc byte[PeerId.Length];
        foreach (ref var b in id)
        {
            b = (byte)_world.Chance.Below(256);
        }

        return new PeerId(id);
    }
}
