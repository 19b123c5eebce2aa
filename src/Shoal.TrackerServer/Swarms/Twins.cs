namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// Clients with both families announce from each (BEP 7) and are held in each, but are counted once where it can be told: an IPv6 peer
/// with the port and the peer id of an IPv4 one is not counted. It is told as long as both lists are short; among many peers
/// the search would cost more than the count is worth, and 16 bits of the id would find twins of chance.
/// </summary>
internal static class Twins
{
    /// <summary>Counts those of a swarm anew; returns the change, leechers and seeds.</summary>
    public static (int Leechers, int Seeds) Recount(Family<PeerV4> family4, ref Swarm swarm4, Family<PeerV6> family6, ref Swarm swarm6)
    {
        ref var group6 = ref swarm6.Peers;
        var (leechers, seeds) = (0, 0);
        if (!group6.IsLarge && !swarm4.Peers.IsLarge && swarm4.Peers.Count * group6.Count <= Limits.TwinWork)
        {
            var peers4 = family4.PeersOf(ref swarm4.Peers);
            var peers6 = family6.PeersOf(ref group6);
            for (var i = 0; i < peers6.Length; i++)
            {
                var twin = Has(peers4, peers6[i].Port, peers6[i].Tag) ? 1 : 0;
                leechers += i < group6.Leechers ? twin : 0;
                seeds += i < group6.Leechers ? 0 : twin;
            }
        }

        var change = (leechers - group6.TwinLeechers, seeds - group6.TwinSeeds);
        (group6.TwinLeechers, group6.TwinSeeds) = ((byte)leechers, (byte)seeds);
        return change;
    }

    /// <summary>Whether a client is among peers of the other family.</summary>
    public static bool Has<T>(ReadOnlySpan<T> peers, ushort port, ushort tag)
        where T : unmanaged, IPeer<T>
    {
        foreach (ref readonly var peer in peers)
        {
            if (peer.Tag == tag && peer.Port == port)
            {
                return true;
            }
        }

        return false;
    }
}
