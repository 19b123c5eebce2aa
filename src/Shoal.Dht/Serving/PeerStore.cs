using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>
/// The peers that announced themselves to this node (BEP 5), as long as they announce again.
/// <code>
/// announce ─► known: renewed
///          └► new ─► its network has room? ─► the hash has room? ─► a new hash, and the store is full? ─► the hash least worth keeping goes, be it this one
/// </code>
/// Worth least is what crowds most: a hash of which every announcing network holds much of the store. So a few networks that fill the store lose their own hashes, and whoever wants to
/// push out others needs a network for each. Then what is far from this node's id and of few peers goes, since who looks for it asks nearer nodes.
/// </summary>
/// <param name="self">This node's id.</param>
/// <param name="hash">Nobody can choose info-hashes or networks that meet.</param>
/// <param name="options">How much.</param>
internal sealed class PeerStore(NodeId self, SipHash hash, PeerStoreOptions options)
{
    private readonly uint _expiry = (uint)options.Expiry.TotalSeconds;
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly NetworkTally _networks = new(hash);
    private Shelf[] _shelves = [];

    /// <summary>The shelf that was looked at last for old peers; the next is the one before.</summary>
    private int _expired;

    /// <summary>The shelf that was looked at last for one to give up.</summary>
    private int _judged;

    /// <summary>Info-hashes with peers.</summary>
    public int HashCount { get; private set; }

    /// <summary>Peers of all of them.</summary>
    public int PeerCount { get; private set; }

    /// <summary>Info-hashes given up for others since the start.</summary>
    public long Evicted { get; private set; }

    /// <summary>Announces refused since the start.</summary>
    public long Refused { get; private set; }

    /// <summary>What is stored, in no order.</summary>
    public IEnumerable<StoredHash> List() => Enumerable.Range(0, HashCount).Select(i => new StoredHash(_shelves[i].Target, _shelves[i].Count, _shelves[i].Seeds));

    /// <summary>Peers of an info-hash.</summary>
    public int CountOf(NodeId target) => TryFind(target, out var number) ? _shelves[number].Count : 0;

    /// <summary>Stores a peer or renews it; false where it is refused: no port, too many of its network, a full hash, or a hash less worth keeping than all that are here.</summary>
    public bool Announce(NodeId target, Endpoint peer, bool isSeed, TimeSpan now)
    {
        var network = Networks.Of(peer);
        var second = Second(now);
        var isKnown = TryFind(target, out var number);
        if (peer.Port != 0 && isKnown && _shelves[number].Find(peer, network == Networks.Local) is >= 0 and var place)
        {
            ref var shelf = ref _shelves[number];
            shelf.Replace(place, new StoredPeer(peer, isSeed, second, shelf.Peers[place].Places));
            return true;
        }

        if (peer.Port == 0 || !HasRoom(number, network, second) || (!isKnown && !TryOpen(target, network, out number)))
        {
            Refused++;
            return false;
        }

        if (_shelves[number].Count == options.PeersPerHash)
        {
            Forget(number, second);
        }

        _shelves[number].Add(new StoredPeer(peer, isSeed, second, BloomFilter.PlacesOf(peer)));
        _networks.Add(network);
        PeerCount++;
        return true;
    }

    /// <summary>False where an announce from this address would be refused for want of room: then it is given no token (BEP 33), and goes to other nodes.</summary>
    public bool Accepts(NodeId target, Endpoint from, TimeSpan now)
        => TryFind(target, out var number) && _shelves[number].Find(from, isLocal: false) >= 0 || HasRoom(number, Networks.Of(from), Second(now));

    /// <summary>Names peers by chance, none twice, as many as there is room for; returns how many.</summary>
    public int Sample(NodeId target, bool noSeeds, IChance chance, Span<Endpoint> into, TimeSpan now)
        => TryFind(target, out var number) ? _shelves[number].Sample(noSeeds, chance, into, Oldest(Second(now))) : 0;

    /// <summary>Takes the peers of an info-hash into the filters of BEP 33; false where there are none.</summary>
    public bool Fill(NodeId target, BloomFilter seeds, BloomFilter others, TimeSpan now)
    {
        var any = false;
        var oldest = Oldest(Second(now));
        foreach (ref readonly var peer in TryFind(target, out var number) ? _shelves[number].Peers : default)
        {
            if (peer.Seen >= oldest)
            {
                (peer.IsSeed ? seeds : others).Insert(peer.Places);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Forgets who did not announce again, a part of the store each time: nobody is told of them meanwhile.</summary>
    public void Expire(TimeSpan now)
    {
        var looked = 0;
        for (var shelves = HashCount; shelves > 0 && HashCount > 0 && looked < Limits.ExpiryLooks; shelves--)
        {
            _expired = (_expired > 0 && _expired <= HashCount ? _expired : HashCount) - 1;
            looked += 1 + _shelves[_expired].Count;
            Forget(_expired, Second(now));
            if (_shelves[_expired].Count == 0)
            {
                Remove(_expired);
            }
        }
    }

    private static uint Second(TimeSpan now) => (uint)(now.Ticks / TimeSpan.TicksPerSecond);

    private uint Oldest(uint second) => second > _expiry ? second - _expiry : 0;

    private bool TryFind(NodeId target, out int number)
    {
        var isFound = _numbers.TryGetValue(hash.Of(target), out number) && _shelves[number].Target == target;
        number = isFound ? number : -1;
        return isFound;
    }

    /// <summary>True where one more of a network may come to a shelf, or, with -1, to a new one.</summary>
    private bool HasRoom(int number, ulong network, uint second)
    {
        if (network != Networks.Local && _networks[network] >= options.PeersPerNetwork)
        {
            return false;
        }

        if (number < 0 || _shelves[number].Count < Math.Min(options.PeersPerHash, options.PeersPerNetworkAndHash))
        {
            return true;
        }

        var oldest = Oldest(second);
        var (live, same) = (0, 0);
        foreach (ref readonly var peer in _shelves[number].Peers)
        {
            live += peer.Seen >= oldest ? 1 : 0;
            same += peer.Seen >= oldest && network != Networks.Local && Networks.NumberOf(peer.Endpoint) == network ? 1 : 0;
        }

        return live < options.PeersPerHash && same < options.PeersPerNetworkAndHash;
    }

    private bool TryOpen(NodeId target, ulong network, out int number)
    {
        number = -1;
        if ((HashCount == options.Hashes && !TryEvict(WorthOf(target, peers: 1, _networks[network] + 1))) || !_numbers.TryAdd(hash.Of(target), HashCount))
        {
            return false;
        }

        if (HashCount == _shelves.Length)
        {
            Array.Resize(ref _shelves, Math.Max(4, HashCount * 2));
        }

        number = HashCount++;
        _shelves[number] = new Shelf(target);
        return true;
    }

    /// <summary>Gives up the shelf least worth keeping of those in turn, where that is less than what wants in.</summary>
    private bool TryEvict(int worth)
    {
        var least = -1;
        for (var looks = Math.Min(HashCount, Limits.EvictionLooks); looks > 0; looks--)
        {
            _judged = (_judged + 1) % HashCount;
            ref var shelf = ref _shelves[_judged];
            if (WorthOf(shelf.Target, shelf.Count, CrowdingOf(shelf)) is var other && other < worth)
            {
                (least, worth) = (_judged, other);
            }
        }

        if (least < 0)
        {
            return false;
        }

        Remove(least);
        Evicted++;
        return true;
    }

    /// <summary>Five peers are worth a bit of nearness, as with others' nodes. What crowds is worth less than all that does not, whatever its nearness, which can be chosen.</summary>
    private int WorthOf(NodeId target, int peers, int crowding)
        => self.SharedBits(target) + peers / Limits.PeersPerBit - options.CrowdingWeight * Math.Max(0, BitOperations.Log2((uint)crowding | 1) - 1);

    /// <summary>How much of the store the network holds that holds least of all that announced it.</summary>
    private int CrowdingOf(in Shelf shelf)
    {
        var least = int.MaxValue;
        foreach (ref readonly var peer in shelf.Peers[..Math.Min(shelf.Count, Limits.CrowdingLooks)])
        {
            least = Math.Min(least, _networks[Networks.Of(peer.Endpoint)]);
        }

        return least;
    }

    private void Forget(int number, uint second)
    {
        ref var shelf = ref _shelves[number];
        var oldest = Oldest(second);
        for (var i = shelf.Count - 1; i >= 0; i--)
        {
            if (shelf.Peers[i].Seen < oldest)
            {
                _networks.Remove(Networks.Of(shelf.Peers[i].Endpoint));
                shelf.RemoveAt(i);
                PeerCount--;
            }
        }
    }

    /// <summary>The last shelf takes its place.</summary>
    private void Remove(int number)
    {
        foreach (ref readonly var peer in _shelves[number].Peers)
        {
            _networks.Remove(Networks.Of(peer.Endpoint));
        }

        PeerCount -= _shelves[number].Count;
        _numbers.Remove(hash.Of(_shelves[number].Target));
        if (number != --HashCount)
        {
            _shelves[number] = _shelves[HashCount];
            _numbers[hash.Of(_shelves[number].Target)] = number;
        }

        _shelves[HashCount] = default;
        if (HashCount < _shelves.Length / 4)
        {
            Array.Resize(ref _shelves, _shelves.Length / 2);
        }
    }
}
