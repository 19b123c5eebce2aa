using Shoal.Dht.Serving;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Serving;

/// <summary>What the store must hold, the slow way: one list of all that was announced.</summary>
internal sealed class PeerStoreModel(PeerStoreOptions options)
{
    private readonly List<Entry> _entries = [];

    public IEnumerable<NodeId> Hashes => _entries.Select(entry => entry.Target).Distinct();

    public int Count => _entries.Count;

    public void Forget(TimeSpan now) => _entries.RemoveAll(entry => now - entry.Seen > options.Expiry);

    public List<Entry> Of(NodeId target) => _entries.FindAll(entry => entry.Target == target);

    /// <summary>True where the peer is stored; then <paramref name="evicted"/> are the hashes of which one had to go, none where there was room.</summary>
    public bool Announce(NodeId target, Endpoint peer, bool isSeed, TimeSpan now, out List<NodeId> evicted)
    {
        evicted = [];
        var entry = new Entry(target, peer, isSeed, now);
        if (_entries.RemoveAll(other => other.Target == target && other.Peer.WithPort(0) == peer.WithPort(0)) == 0)
        {
            if (CountOf(entry.Network) == options.PeersPerNetwork || Of(target).Count == options.PeersPerHash || Of(target).Count(other => other.Network == entry.Network) == options.PeersPerNetworkAndHash)
            {
                return false;
            }

            if (Of(target).Count == 0 && Hashes.Count() == options.Hashes)
            {
                var least = Hashes.Min(Worth);
                evicted = [.. Hashes.Where(hash => Worth(hash) == least)];
                _entries.Add(entry);
                var isWorthMore = Worth(target).CompareTo(least) > 0;
                _entries.Remove(entry);
                if (!isWorthMore)
                {
                    return false;
                }
            }
        }

        _entries.Add(entry);
        return true;
    }

    public void Evict(NodeId target) => _entries.RemoveAll(entry => entry.Target == target);

    /// <summary>First who crowds least, in doublings from four on; then nearness in bits with one more for each five peers.</summary>
    private (int Crowding, int Nearness) Worth(NodeId target)
    {
        var peers = Of(target);
        var least = peers.Min(entry => CountOf(entry.Network));
        var crowding = 0;
        for (var bound = 4; bound <= least; bound *= 2)
        {
            crowding--;
        }

        var nearness = Enumerable.Range(0, NodeId.Bits).TakeWhile(bit => target.Bit(bit) == ServingDesk.Self.Bit(bit)).Count();
        return (crowding, nearness + (peers.Count / 5));
    }

    private int CountOf(string network) => _entries.Count(entry => entry.Network == network);

    internal sealed record Entry(NodeId Target, Endpoint Peer, bool IsSeed, TimeSpan Seen)
    {
        /// <summary>The first three bytes of an IPv4 address, or six of an IPv6 one.</summary>
        public string Network { get; } = Peer.ToIPAddress().GetAddressBytes() is { Length: 4 } bytes ? Convert.ToHexString(bytes, 0, 3) : Convert.ToHexString(Peer.ToIPAddress().GetAddressBytes(), 0, 6);
    }
}
