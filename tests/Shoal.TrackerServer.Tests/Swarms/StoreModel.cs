using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Swarms;

/// <summary>What the store must do, the slow way: lists that are searched from end to end.</summary>
internal sealed class StoreModel(TimeSpan silence)
{
    private readonly Dictionary<char, List<Entry>> _swarms = [];
    private readonly Dictionary<char, int> _completed = [];

    public int PeerCount => _swarms.Values.Sum(peers => peers.Count);

    public void Announce(char torrent, Endpoint peer, char id, bool isSeed, AnnounceEvent what, TimeSpan now)
    {
        var peers = Of(torrent);
        var known = peers.Find(entry => entry.Peer == peer);
        if (what == AnnounceEvent.Stopped)
        {
            peers.RemoveAll(entry => entry == known && entry.Id == id);
            return;
        }

        var finished = what == AnnounceEvent.Completed && isSeed && known?.IsSeed != true;
        if (finished && !peers.Exists(entry => IsTwin(entry, peer, id) && entry.IsSeed))
        {
            _completed[torrent] = _completed.GetValueOrDefault(torrent) + 1;
        }

        peers.Remove(known!);
        peers.Add(new Entry(peer, id, isSeed, now));
    }

    public void Forget(TimeSpan now)
    {
        foreach (var peers in _swarms.Values)
        {
            peers.RemoveAll(entry => now - entry.Seen > silence);
        }
    }

    /// <summary>A client is counted once: as its IPv4 peer, where it has the same port and id as an IPv6 one.</summary>
    public ScrapeCounts Counts(char torrent)
    {
        var counted = Of(torrent).Where(entry => entry.Peer.IsIPv4 || !Of(torrent).Exists(other => other.Peer.IsIPv4 && IsTwin(other, entry.Peer, entry.Id))).ToArray();
        return new ScrapeCounts(counted.Count(entry => entry.IsSeed), _completed.GetValueOrDefault(torrent), counted.Count(entry => !entry.IsSeed));
    }

    /// <summary>Whom one who asks may be told of, of one family.</summary>
    public Endpoint[] For(char torrent, Endpoint asking, char id, bool isSeed, bool ipv4) =>
        [.. Of(torrent).Where(entry => entry.Peer.IsIPv4 == ipv4 && entry.Peer != asking && !(isSeed && entry.IsSeed) && !IsTwin(entry, asking, id)).Select(entry => entry.Peer)];

    private static bool IsTwin(Entry entry, Endpoint peer, char id) => entry.Peer.IsIPv4 != peer.IsIPv4 && entry.Peer.Port == peer.Port && entry.Id == id;

    private List<Entry> Of(char torrent) => _swarms.TryGetValue(torrent, out var peers) ? peers : _swarms[torrent] = [];

    private sealed record Entry(Endpoint Peer, char Id, bool IsSeed, TimeSpan Seen);
}
