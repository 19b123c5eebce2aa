using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>A table that is nearly full for long makes room: each torrent parts from the few peers with whom least is exchanged. libtorrent's peer turnover.</summary>
internal sealed class Turnover(Swarm swarm)
{
    private TimeSpan _next = swarm.Context.Loop.Now + Limits.TurnoverEvery;

    public void Tick(TimeSpan now)
    {
        if (now < _next)
        {
            return;
        }

        _next = now + Limits.TurnoverEvery;
        var peers = swarm.Peers;
        if (peers.Count == 0 || !(swarm.Context.Leases.IsNearlyFull || peers.Count >= Limits.Crowded))
        {
            return;
        }

        var settled = peers.All.ToArray().Where(p => now - p.ConnectedAt > Limits.Newcomer);
        foreach (var peer in settled.OrderBy(p => p.Down.PerSecond + p.Up.PerSecond).Take((int)Math.Ceiling(peers.Count * Limits.TurnoverShare)))
        {
            peer.Connection.Close("made room for others");
        }
    }
}
