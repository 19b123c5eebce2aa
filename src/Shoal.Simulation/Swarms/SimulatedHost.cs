using Shoal.Client.Leases;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Swarms;

/// <summary>A machine with its line and disk, on which a client runs: the real engine. The client may crash and come back; the disk stays.</summary>
internal sealed class SimulatedHost : IDisposable
{
    private const ushort Port = 6881;

    /// <summary>An orderly stop is over by then, or it ends in a crash: as a user's patience does.</summary>
    private static readonly TimeSpan StopTakes = TimeSpan.FromSeconds(30);

    private readonly World _world;
    private readonly Action _changed;
    private readonly (Content Content, VirtualFile File)[] _disk;
    private SimulatedClient _client;

    public SimulatedHost(World world, HostOptions options, IReadOnlyList<Content> contents, Action changed)
    {
        _world = world;
        _changed = changed;
        Options = options;
        Line = world.Network.Add(options.Line);
        _disk = [.. options.Torrents.Select(i => (contents[i], new VirtualFile(world, contents[i], options.IsSeed)))];
        _client = NewClient(out _);
    }

    public HostOptions Options { get; }

    public int Index => Line.Index;

    public NetworkHost Line { get; }

    public IReadOnlyList<SimulatedTorrent> Torrents => _client.Torrents;

    /// <summary>The disk of its first torrent.</summary>
    public VirtualStore Store => Torrents[0].Store;

    /// <summary>Its first torrent.</summary>
    public Swarm Swarm => Torrents[0].Swarm;

    public ClientLeases Leases => _client.Leases;

    public BufferSlab Slab => _client.Slab;

    public MemoryBudget Budget => _client.Budget;

    /// <summary>Nothing of it runs now.</summary>
    public bool IsCrashed => Line.IsDown;

    /// <summary>It crashed or leaves, and will be back.</summary>
    public bool IsReturning { get; private set; }

    /// <summary>How often it came back.</summary>
    public int Returns { get; private set; }

    public Endpoint Endpoint => Line.Address.WithPort(Port);

    public void Start() => _client.Start();

    /// <summary>Tells it that another takes part in the torrents that both have.</summary>
    public void Tell(SimulatedHost of, PeerSources source = PeerSources.User) => _client.EachOnLoop(torrent =>
    {
        if (of.Torrents.Any(t => t.Swarm.WireHash == torrent.Swarm.WireHash))
        {
            torrent.Swarm.AddPeer(of.Endpoint, source);
        }
    });

    /// <summary>An orderly end.</summary>
    public void Stop() => _client.Stop();

    /// <summary>A disorderly one: of the process, or of the whole machine, which then loses what is not synced.</summary>
    public void Crash(bool losesPower = false)
    {
        _client.Kill();
        Line.Crash(losesPower);
        foreach (var (_, file) in _disk)
        {
            if (losesPower)
            {
                file.LosePower();
            }
        }
    }

    /// <summary>Comes back after a while, and after it has checked what its disk does not vouch for; it knows nobody.</summary>
    public void Return(TimeSpan after, Action<SimulatedHost> started)
    {
        Invariant.Check(IsCrashed && !IsReturning);
        IsReturning = true;
        ComeBack(after, started);
    }

    /// <summary>Stops in order and comes back after a while, with what it had, or as a newcomer who has nothing.</summary>
    public void Leave(TimeSpan after, bool erases, Action<SimulatedHost> started)
    {
        Invariant.Check(!IsCrashed && !IsReturning);
        IsReturning = true;
        Stop();
        _world.Agenda.After(StopTakes, () =>
        {
            Crash();
            foreach (var (_, file) in _disk)
            {
                if (erases)
                {
                    file.Erase();
                }
            }

            ComeBack(after, started);
        });
    }

    /// <summary>One torrent stops in order, and starts again after a while.</summary>
    public void Restart(int torrent, TimeSpan after, Action<SimulatedHost> started) => _client.Restart(torrent, after, () => started(this));

    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    public override string ToString() =>
        $"host {Index}{(Options.IsSeed ? " (seed)" : "")}: {(IsCrashed ? "crashed" : Swarm.State)}, {Swarm.Have.Count}/{Swarm.Have.Capacity} pieces, "
        + $"{Swarm.Peers.Count} peers, {Swarm.Picker.Open.Count} open, {Swarm.Totals.PiecesFailed} failed, {Returns} returns, "
        + $"slots {Slab.InUse} in use and {Budget.Used}/{Budget.Slots} promised{(Swarm.Error is { } error ? ", " + error : "")}";

    private void ComeBack(TimeSpan after, Action<SimulatedHost> started) =>
        _world.Agenda.After(after, () =>
        {
            _client.Dispose();
            _client = NewClient(out var bytesChecked);
            _world.Agenda.After(TimeSpan.FromSeconds(bytesChecked / (double)Options.Disk.DiskRate), () =>
            {
                IsReturning = false;
                Returns++;
                Line.Revive();
                Start();
                started(this);
                _changed();
            });
        });

    private SimulatedClient NewClient(out long bytesChecked)
    {
        var client = new SimulatedClient(_world, Line, Endpoint, Options, _disk, _changed);
        bytesChecked = client.BytesChecked;
        return client;
    }
}
