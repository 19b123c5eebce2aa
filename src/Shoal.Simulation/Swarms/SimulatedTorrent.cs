using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Simulation.Disks;

namespace Shoal.Simulation.Swarms;

/// <summary>One torrent of a simulated client: the real engine on a simulated disk.</summary>
internal sealed class SimulatedTorrent : ISwarmObserver
{
    private readonly World _world;
    private readonly int _host;
    private readonly Action _changed;

    public SimulatedTorrent(World world, int host, VirtualStore store, SwarmContext context, TorrentMetainfo metainfo, HostOptions options, Action changed)
    {
        _world = world;
        _host = host;
        _changed = changed;
        Store = store;
        var have = new PieceSet(metainfo.Layout.PieceCount);
        if (options.IsSeed)
        {
            have.Fill();
        }

        Swarm = new Swarm(context, metainfo, store, options.OfSwarm(), have.ToBytes(), this);
    }

    public VirtualStore Store { get; }

    public Swarm Swarm { get; }

    /// <summary>Every state that the swarm entered, in order.</summary>
    public List<SwarmState> States { get; } = [];

    public void OnState(SwarmState state)
    {
        _world.Log.Add(EventKind.State, _host, (long)state, 0);
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
        _world.Log.Add(EventKind.Piece, _host, piece.Value, 0);
        _changed();
    }
}
