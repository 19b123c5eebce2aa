using Shoal.Dht.Ids;
using Shoal.Runtime;

namespace Shoal.Dht.Routing;

/// <summary>Whom we know (BEP 5, "Routing Table"): nodes that answered us, in buckets by the number of bits that their ids share with ours.</summary>
/// <remarks>
/// <code>
/// answer ─► OnReply ─► known: noted
///                 └──► new: who clashes with it? ─► Bucket.Place ─► live ─► Closest, upkeep
///                                                            └────► spare ─► live, when one of those fails
/// </code>
/// Times are those of the node's loop. Nothing but an answer enters a node: an id in a question or in another's answer proves nothing.
/// </remarks>
internal sealed class RoutingTable
{
    private readonly Bucket?[] _buckets = new Bucket?[Limits.Buckets];
    private readonly RoutingOptions _options;
    private readonly bool _isIPv4;
    private readonly Upkeep _upkeep;

    /// <summary>Of <see cref="Count"/>, those whose id may be believed.</summary>
    private int _secure;

    /// <summary>Time-outs since anybody answered.</summary>
    private int _silence;

    public RoutingTable(NodeId self, bool isIPv4, IChance chance, RoutingOptions? options = null)
    {
        Self = self;
        _isIPv4 = isIPv4;
        _options = options ?? RoutingOptions.Default;
        _upkeep = new Upkeep(this, chance, _options.StaleAfter);
    }

    public NodeId Self { get; private set; }

    /// <summary>Nodes in buckets.</summary>
    public int Count { get; private set; }

    /// <summary>Nodes that wait for a place.</summary>
    public int SpareCount { get; private set; }

    /// <summary>Buckets by shared bits; null where nobody ever was.</summary>
    public ReadOnlySpan<Bucket?> Buckets => _buckets;

    public Bucket BucketAt(int index) => _buckets[index] ??= new Bucket(index, _options);

    /// <summary>So many time-outs without an answer that it is our line: nodes do not pay for it.</summary>
    public bool IsCutOff => _silence >= Limits.TimeoutsOfALine;

    /// <summary>Nodes of the whole network, guessed from how near the nearest are.</summary>
    public double EstimateSize()
    {
        Span<NodeContact> near = stackalloc NodeContact[Limits.K];
        var nearest = new Nearest(Self, near, default);
        Walk(ref nearest, Self);
        return NetworkSize.Of(Self, near[..nearest.Count]);
    }

    /// <summary>It answered a question of ours: the only way in.</summary>
    public void OnReply(NodeContact contact, TimeSpan rtt, TimeSpan now)
    {
        _silence = 0;
        var second = Second(now);
        if (_buckets[IndexOf(contact.Id)] is { } bucket && bucket.Live.Find(contact.Id) is var known and >= 0 && bucket.Live[known].Contact.Endpoint == contact.Endpoint)
        {
            bucket.Live[known].Answered(rtt, second);
        }
        else if (CanHold(contact))
        {
            Enter(NodeOf(contact, rtt, second), second);
            _upkeep.Hurry();
            Recount();
        }
    }

    /// <summary>It owes us an answer.</summary>
    public void OnTimeout(NodeContact contact, TimeSpan now)
    {
        if (_buckets[IndexOf(contact.Id)] is not { } bucket || Find(bucket, contact) is not (var list, var place))
        {
            return;
        }

        _silence++;
        ref var node = ref list[place];
        node.AskedAt = Second(now);
        if (IsCutOff)
        {
            return;
        }

        node.Fails++;
        if (list == bucket.Spares)
        {
            list.RemoveAt(place);
        }
        else if (bucket.HasHeir(place) || node.Fails >= Limits.Fails)
        {
            bucket.RemoveLive(place, node.AskedAt);
        }

        _upkeep.Hurry();
        Recount();
    }

    /// <summary>It asked us something: who is known is there, and nobody enters.</summary>
    public void OnQuery(NodeContact contact, TimeSpan now)
    {
        if (_buckets[IndexOf(contact.Id)] is { } bucket && Find(bucket, contact) is (var list, var place))
        {
            list[place].HeardAt = Second(now);
        }
    }

    /// <summary>It is unknown and would find a place: worth a ping.</summary>
    public bool Wants(NodeContact contact)
    {
        if (!CanHold(contact) || _buckets[IndexOf(contact.Id)] is { } bucket && !bucket.HasRoomFor(contact.Id))
        {
            return false;
        }

        var node = new TableNode(contact, TableNode.StandingOf(contact), default, 0);
        foreach (var other in _buckets)
        {
            if (other is not null && other.HasRival(node))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The nearest living nodes to a target, nearest first; where the defence is on, those with a secure id first. Returns how many.</summary>
    /// <remarks>
    /// While secure ids are the rule, who chose its id is named only where there are not enough others. Where they are not, half of the places go to the nearest
    /// whatever their ids: a network of old clients must still be found through us.
    /// </remarks>
    public int Closest(NodeId target, Span<NodeContact> into)
    {
        into = into[..Math.Min(into.Length, Limits.ClosestNodes)];
        Span<ulong> networks = stackalloc ulong[Limits.ClosestNodes];
        var nearest = new Nearest(target, into, _options.SpreadsAnswers ? networks[..into.Length] : default);
        if (_options.PrefersSecureIds)
        {
            nearest.BeginSecure(_secure * 2 > Count ? into.Length : into.Length / 2);
            Walk(ref nearest, target);
        }

        nearest.BeginRest();
        Walk(ref nearest, target);
        return nearest.Count;
    }

    /// <summary>Whom to ask next so that the table stays fresh, and what for; the caller sets the pace.</summary>
    public bool TryStale(TimeSpan now, out NodeContact node, out NodeId target) => _upkeep.TryStale(Second(now), out node, out target);

    /// <summary>What to look up next because too few are known there; each bucket now and then.</summary>
    public bool TryThinBucket(TimeSpan now, out NodeId target) => _upkeep.TryThinBucket(Second(now), out target);

    /// <summary>Gives us another id, and every node the bucket that it has then.</summary>
    public void MoveTo(NodeId self, TimeSpan now)
    {
        var old = _buckets.OfType<Bucket>().ToArray();
        Array.Clear(_buckets);
        Self = self;
        foreach (var list in old.Select(bucket => bucket.Live).Concat(old.Select(bucket => bucket.Spares)))
        {
            foreach (ref readonly var node in list.Nodes)
            {
                if (CanHold(node.Contact))
                {
                    Enter(node, Second(now));
                }
            }
        }

        _upkeep.OnMoved();
        Recount();
    }

    /// <summary>All nodes, spares too.</summary>
    public IReadOnlyList<TableRow> Rows()
    {
        var rows = new List<TableRow>(Count + SpareCount);
        foreach (var bucket in _buckets.OfType<Bucket>())
        {
            bucket.AddRows(rows);
        }

        return rows;
    }

    /// <summary>A spare that answered tries once more for a place.</summary>
    private TableNode NodeOf(NodeContact contact, TimeSpan rtt, int second)
    {
        if (_buckets[IndexOf(contact.Id)]?.Spares is { } spares && spares.Find(contact.Id) is var known and >= 0 && spares[known].Contact.Endpoint == contact.Endpoint)
        {
            var node = spares[known];
            spares.RemoveAt(known);
            node.Answered(rtt, second);
            return node;
        }

        return new TableNode(contact, TableNode.StandingOf(contact), rtt, second);
    }

    private void Enter(in TableNode node, int second)
    {
        var mine = BucketAt(IndexOf(node.Contact.Id));
        var isFree = true;
        foreach (var bucket in _buckets)
        {
            isFree &= bucket?.MakesWay(node, second) ?? true;
        }

        if (isFree)
        {
            mine.Place(node);
        }
    }

    /// <summary>
    /// From the nearest bucket to the farthest, until there are enough. A target that shares n bits with us lies in bucket n. Those behind share exactly n bits with it: where
    /// our next bit differs from the target's, a bucket is nearer than all that follow it, else farther; so first the one kind upwards, then the other downwards.
    /// </summary>
    private void Walk(ref Nearest nearest, NodeId target)
    {
        const int last = Limits.Buckets - 1;
        var own = IndexOf(target);
        var differing = Self.Xor(target);
        for (var i = own; i <= last && !nearest.IsFull; i++)
        {
            if (_buckets[i] is { } bucket && (i == own || i == last || differing.Bit(i)))
            {
                nearest.Take(bucket.Live.Nodes);
            }
        }

        for (var i = last - 1; i >= 0 && !nearest.IsFull; i--)
        {
            if (_buckets[i] is { } bucket && (i < own || i > own && !differing.Bit(i)))
            {
                nearest.Take(bucket.Live.Nodes);
            }
        }
    }

    private bool CanHold(NodeContact contact) =>
        contact.Id != Self && contact.Endpoint.IsIPv4 == _isIPv4 && contact.Endpoint.Port != 0 && AddressKinds.Of(contact.Endpoint) != AddressKind.Unusable;

    private static (NodeList List, int Place)? Find(Bucket bucket, NodeContact contact)
    {
        var (live, spare) = (bucket.Live.Find(contact.Id), bucket.Spares.Find(contact.Id));
        return live >= 0 && bucket.Live[live].Contact.Endpoint == contact.Endpoint ? (bucket.Live, live)
            : spare >= 0 && bucket.Spares[spare].Contact.Endpoint == contact.Endpoint ? (bucket.Spares, spare)
            : null;
    }

    private int IndexOf(NodeId id) => Math.Min(Self.SharedBits(id), Limits.Buckets - 1);

    private void Recount()
    {
        (Count, SpareCount, _secure) = (0, 0, 0);
        foreach (var bucket in _buckets)
        {
            Count += bucket?.Live.Count ?? 0;
            SpareCount += bucket?.Spares.Count ?? 0;
            _secure += bucket?.Live.SecureCount ?? 0;
        }
    }

    private static int Second(TimeSpan now) => (int)(now.Ticks / TimeSpan.TicksPerSecond);
}
