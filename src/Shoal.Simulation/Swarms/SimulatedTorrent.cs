using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Simulation.Disks;
using Shoal.Storage;

namespace Shoal.Simulation.Swarms;

/// <summary>One torrent of one run of a simulated client: the real engine on a simulated disk.</summary>
internal sealed class SimulatedTorrent : ISwarmObserver
{
    private readonly World _world;
    private readonly int _host;
    private readonly Action _changed;
    private readonly LoadedState _loaded;

    public SimulatedTorrent(World world, int host, VirtualStore store, SwarmContext context, TorrentMetainfo metainfo, SwarmOptions options, LoadedState loaded, Action changed)
    {
        _world = world;
        _host = host;
        _changed = changed;
        _loaded = loaded;
        Store = store;
        Swarm = new Swarm(context, metainfo, store, options, loaded.Have, this);
    }

    public VirtualStore Store { get; }

    public Swarm Swarm { get; }

    /// <summary>Every state that the swarm entered, in order.</summary>
    public List<SwarmState> States { get; } = [];

    /// <summary>Called when it has stopped.</summary>
    public Action? Stopped { get; set; }

    /// <summary>Pieces that it had when it began.</summary>
    public int HadAtStart => Swarm.Have.Count - Swarm.Totals.PiecesVerified;

    /// <summary>On its loop.</summary>
    public void Start() => Swarm.Start(_loaded.Partial);

    public void OnState(SwarmState state)
    {
        _world.Log.Add(EventKind.State, _host, (long)state, 0);
        States.Add(state);
        if (state == SwarmState.Stopped)
        {
            Store.Dispose();
            Stopped?.Invoke();
        }

        _changed();
    }

    public void OnPiece(PieceIndex piece)
    {
        Invariant.Check(Store.IsWritten(piece));
        _world.Log.Add(EventKind.Piece, _host, piece.Value, 0);
        _changed();
    }
}
