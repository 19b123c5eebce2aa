using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>The peers of one torrent.</summary>
internal sealed class Swarm
{
    private readonly Dictionary<Endpoint, SwarmPeer> _byEndpoint = [];

    /// <summary>By family and by whether they are seeds, so that a reply needs no search: see <see cref="GroupOf"/>.</summary>
    private readonly PeerGroup[] _groups = [new(), new(), new(), new()];

    private int _completed;

    public ScrapeCounts Counts => new(Group(ipv4: true, seed: true).Count + Group(ipv4: false, seed: true).Count, _completed, Group(ipv4: true, seed: false).Count + Group(ipv4: false, seed: false).Count);

    public int Count => _byEndpoint.Count;

    public bool Knows(Endpoint endpoint) => _byEndpoint.ContainsKey(endpoint);

    /// <summary>Takes an announce of a peer that is here or comes.</summary>
    public void Take(Endpoint endpoint, AnnounceRequest request, TimeSpan now)
    {
        var isSeed = request.Left == 0;
        if (_byEndpoint.TryGetValue(endpoint, out var peer))
        {
            GroupOf(peer).Remove(peer);
        }
        else
        {
            peer = new SwarmPeer(endpoint);
            _byEndpoint.Add(endpoint, peer);
        }

        // Counted when it becomes a seed, so that saying it again counts nothing.
        _completed += request.Event == AnnounceEvent.Completed && isSeed && !peer.IsSeed ? 1 : 0;
        peer.Id = request.PeerId;
        peer.IsSeed = isSeed;
        peer.Seen = now;
        GroupOf(peer).Add(peer);
    }

    /// <summary>A peer leaves.</summary>
    public bool Remove(Endpoint endpoint)
    {
        if (!_byEndpoint.Remove(endpoint, out var peer))
        {
            return false;
        }

        GroupOf(peer).Remove(peer);
        return true;
    }

    /// <summary>Chooses peers for one who asks: those of its own family first, and no seeds for a seed.</summary>
    public List<SwarmPeer> Choose(PeerId asking, bool isSeed, bool ipv4, int most, IChance chance)
    {
        var chosen = new List<SwarmPeer>();
        foreach (var family in (ReadOnlySpan<bool>)[ipv4, !ipv4])
        {
            Group(family, seed: false).Give(asking, isSeed ? most : Share(most - chosen.Count, family) + chosen.Count, chance, chosen);
            if (!isSeed)
            {
                Group(family, seed: true).Give(asking, most, chance, chosen);
            }
        }

        return chosen;
    }

    /// <summary>Forgets peers that were silent since then; returns how many.</summary>
    public int Forget(TimeSpan since)
    {
        var silent = new List<SwarmPeer>();
        foreach (var group in _groups)
        {
            group.CollectSilent(since, silent);
        }

        foreach (var peer in silent)
        {
            Remove(peer.Endpoint);
        }

        return silent.Count;
    }

    /// <summary>How many leechers a leecher gets of so many peers: their share in the family, rounded down, so that a lone seed is among them.</summary>
    private int Share(int most, bool ipv4)
    {
        var (leechers, seeds) = (Group(ipv4, seed: false).Count, Group(ipv4, seed: true).Count);
        return leechers + seeds <= most ? leechers : (int)((long)most * leechers / (leechers + seeds));
    }

    private PeerGroup GroupOf(SwarmPeer peer) => Group(peer.Endpoint.IsIPv4, peer.IsSeed);

    private PeerGroup Group(bool ipv4, bool seed) => _groups[(ipv4 ? 0 : 2) + (seed ? 1 : 0)];
}
