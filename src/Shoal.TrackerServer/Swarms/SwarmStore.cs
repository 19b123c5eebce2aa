using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>All swarms, in memory.</summary>
internal sealed class SwarmStore(int mostSwarms, int mostPeers)
{
    private readonly Dictionary<Sha1Hash, Swarm> _swarms = [];

    public int Count => _swarms.Count;

    /// <summary>Peers of all swarms.</summary>
    public int PeerCount { get; private set; }

    public Swarm? Find(Sha1Hash infoHash) => _swarms.GetValueOrDefault(infoHash);

    /// <summary>Takes an announce; returns its swarm, or null where there is no room for it.</summary>
    public Swarm? Take(Endpoint endpoint, AnnounceRequest request, TimeSpan now)
    {
        var swarm = Find(request.InfoHash);
        if (swarm?.Knows(endpoint) != true)
        {
            if (PeerCount >= mostPeers || (swarm is null && _swarms.Count >= mostSwarms))
            {
                return null;
            }

            PeerCount++;
        }

        if (swarm is null)
        {
            swarm = new Swarm();
            _swarms.Add(request.InfoHash, swarm);
        }

        swarm.Take(endpoint, request, now);
        return swarm;
    }

    /// <summary>A peer leaves.</summary>
    public void Remove(Sha1Hash infoHash, Endpoint endpoint)
    {
        if (Find(infoHash)?.Remove(endpoint) == true)
        {
            PeerCount--;
        }
    }

    /// <summary>Forgets peers that were silent since then, and swarms of which nothing is left.</summary>
    public void Forget(TimeSpan since)
    {
        var empty = new List<Sha1Hash>();
        foreach (var (infoHash, swarm) in _swarms)
        {
            PeerCount -= swarm.Forget(since);
            if (swarm.Count == 0)
            {
                empty.Add(infoHash);
            }
        }

        foreach (var infoHash in empty)
        {
            _swarms.Remove(infoHash);
        }
    }

    public (int Seeders, int Leechers) CountPeers()
    {
        var (seeders, leechers) = (0, 0);
        foreach (var swarm in _swarms.Values)
        {
            seeders += swarm.Counts.Seeders;
            leechers += swarm.Counts.Leechers;
        }

        return (seeders, leechers);
    }
}
