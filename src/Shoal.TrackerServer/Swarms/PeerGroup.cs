using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>The seeds or the leechers of one family; a peer knows its place, so that it is taken out at once.</summary>
internal sealed class PeerGroup
{
    private readonly List<SwarmPeer> _peers = [];

    public int Count => _peers.Count;

    public void Add(SwarmPeer peer)
    {
        peer.Index = _peers.Count;
        _peers.Add(peer);
    }

    public void Remove(SwarmPeer peer)
    {
        var last = _peers[^1];
        _peers[peer.Index] = last;
        last.Index = peer.Index;
        _peers.RemoveAt(_peers.Count - 1);
    }

    /// <summary>Gives peers from a place of chance on, until there are so many; never the one who asks, by whichever of its addresses.</summary>
    public void Give(PeerId asking, int most, IChance chance, List<SwarmPeer> into)
    {
        var start = _peers.Count == 0 ? 0 : chance.Below(_peers.Count);
        for (var i = 0; i < _peers.Count && into.Count < most; i++)
        {
            var peer = _peers[(start + i) % _peers.Count];
            if (peer.Id != asking)
            {
                into.Add(peer);
            }
        }
    }

    /// <summary>Collects those that were silent since then.</summary>
    public void CollectSilent(TimeSpan since, List<SwarmPeer> into)
    {
        foreach (var peer in _peers)
        {
            if (peer.Seen < since)
            {
                into.Add(peer);
            }
        }
    }
}
