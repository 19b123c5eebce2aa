namespace Shoal.Dht.Routing;

/// <summary>Nodes that share one number of bits with our id, and a few spares for those that fail.</summary>
/// <remarks>
/// A full bucket keeps who is spread best: the bits behind those that all share part it into as many slots as it has places, so that whatever is looked for, a node
/// near it is known. A newcomer of an empty slot displaces the worst of those that share one; else it must be clearly better than the worst of its own slot.
/// </remarks>
internal sealed class Bucket(int index, RoutingOptions options)
{
    private readonly int _places = options.PlacesOf(index);
    private readonly int _staleSeconds = (int)options.StaleAfter.TotalSeconds;

    public int Index => index;

    public NodeList Live { get; } = new(options.PlacesOf(index));

    /// <summary>Who answered and found no place.</summary>
    public NodeList Spares { get; } = new(Limits.Spares);

    public int Places => _places;

    /// <summary>Second in which a lookup was last asked for to fill it.</summary>
    public int SoughtAt { get; set; } = int.MinValue / 2;

    /// <summary>True where a node of this id would be let in however slow it is.</summary>
    public bool HasRoomFor(NodeId id) => IsFree(id) || WorstFailed(id) >= 0 || !Live.IsFull && !IsCrowded(id);

    /// <summary>True where a spare would take the place of a live node.</summary>
    public bool HasHeir(int place)
    {
        var slot = SlotOf(Live[place].Contact.Id);
        foreach (ref readonly var spare in Spares.Nodes)
        {
            if (SlotOf(spare.Contact.Id) == slot || !IsCrowded(spare.Contact.Id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes in a node that stands in neither list.</summary>
    public void Place(in TableNode node)
    {
        if (!Live.IsFull && !IsCrowded(node.Contact.Id))
        {
            Live.Add(node);
        }
        else if (Displaced(node) is var victim and >= 0)
        {
            var old = Live[victim];
            Live[victim] = node;
            Keep(old);
        }
        else
        {
            Keep(node);
        }
    }

    /// <summary>A live node goes, and the best of the spares takes its place.</summary>
    public void RemoveLive(int place, int second)
    {
        Live.RemoveAt(place);
        if (BestSpare(second) is var spare and >= 0)
        {
            Live.Add(Spares[spare]);
            Spares.RemoveAt(spare);
        }
    }

    /// <summary>True where somebody who is there cannot stand beside the newcomer.</summary>
    public bool HasRival(in TableNode node) => HasRival(Live, node) || HasRival(Spares, node);

    /// <summary>
    /// Before an answer enters its sender: who cannot stand beside it goes if it is no longer there, else it keeps the sender out. Who had another id at the very endpoint
    /// is gone either way; the new id comes in only where it need not have been chosen, so that nobody turns up beside whatever was asked for.
    /// </summary>
    public bool MakesWay(in TableNode node, int second)
    {
        var isFree = true;
        for (var i = Spares.Count - 1; i >= 0; i--)
        {
            if (AreRivals(Spares[i], node) && Yields(Spares[i], node, IsOld(Spares[i], second), ref isFree))
            {
                Spares.RemoveAt(i);
            }
        }

        for (var i = Live.Count - 1; i >= 0; i--)
        {
            if (AreRivals(Live[i], node) && Yields(Live[i], node, !Live[i].IsAlive, ref isFree))
            {
                RemoveLive(i, second);
            }
        }

        return isFree;
    }

    public void AddRows(List<TableRow> rows)
    {
        foreach (var list in (ReadOnlySpan<NodeList>)[Live, Spares])
        {
            foreach (ref readonly var node in list.Nodes)
            {
                rows.Add(new TableRow(
                    node.Contact, index, list == Spares, node.IsSecure, TimeSpan.FromMilliseconds(node.Rtt), node.Fails, TimeSpan.FromSeconds(node.HeardAt)));
            }
        }
    }

    private bool HasRival(NodeList list, in TableNode node)
    {
        foreach (ref readonly var other in list.Nodes)
        {
            if (other.IsAlive && AreRivals(other, node))
            {
                return true;
            }
        }

        return false;
    }

    private bool Yields(in TableNode old, in TableNode node, bool isGone, ref bool isFree)
    {
        var isSame = old.Contact.Endpoint == node.Contact.Endpoint;
        isFree &= isGone || isSame && (node.IsSecure || !options.PrefersSecureIds);
        return isSame || isGone;
    }

    private bool AreRivals(in TableNode old, in TableNode node)
    {
        var (a, b) = (old.Contact, node.Contact);
        return a.Id == b.Id || a.Endpoint == b.Endpoint || options.SpreadsBuckets && node.Standing != NodeStanding.Local
            && (a.Endpoint.AddressBits == b.Endpoint.AddressBits || old.Network == node.Network);
    }

    private void Keep(in TableNode node)
    {
        if (!node.IsAlive || IsCrowded(node.Contact.Id))
        {
            return;
        }

        if (!Spares.IsFull)
        {
            Spares.Add(node);
        }
        else if (Worst(Spares.Nodes) is var worst && Rank(node) < Rank(Spares[worst]))
        {
            Spares[worst] = node;
        }
    }

    private int Displaced(in TableNode node)
    {
        if (WorstFailed(node.Contact.Id) is var failed and >= 0)
        {
            return failed;
        }

        var slot = SlotOf(node.Contact.Id);
        Span<byte> counts = stackalloc byte[_places];
        Count(counts);
        var worst = -1;
        for (var i = 0; i < Live.Count; i++)
        {
            var its = SlotOf(Live[i].Contact.Id);
            if ((counts[slot] == 0 ? counts[its] > 1 : its == slot) && (worst < 0 || Rank(Live[i]) > Rank(Live[worst])))
            {
                worst = i;
            }
        }

        return worst >= 0 && (counts[slot] == 0 || IsClearlyBetter(node, Live[worst])) ? worst : -1;
    }

    /// <summary>A little faster is not worth a change: who has been here longer is likelier to stay.</summary>
    private bool IsClearlyBetter(in TableNode a, in TableNode b) => Rank(a) < Rank(b) * Limits.FasterPart;

    /// <summary>Of those that a newcomer of this id may replace; -1 where none failed.</summary>
    private int WorstFailed(NodeId id)
    {
        var (worst, slot, isCrowded) = (-1, SlotOf(id), IsCrowded(id));
        var nodes = Live.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (!nodes[i].IsAlive && (!isCrowded || SlotOf(nodes[i].Contact.Id) == slot) && (worst < 0 || nodes[i].Fails > nodes[worst].Fails))
            {
                worst = i;
            }
        }

        return worst;
    }

    private int Worst(ReadOnlySpan<TableNode> nodes)
    {
        var worst = 0;
        for (var i = 1; i < nodes.Length; i++)
        {
            worst = Rank(nodes[i]) > Rank(nodes[worst]) ? i : worst;
        }

        return worst;
    }

    /// <summary>Of those heard of lately the best, else of all.</summary>
    private int BestSpare(int second)
    {
        var (best, bestIsOld) = (-1, false);
        var nodes = Spares.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (IsCrowded(nodes[i].Contact.Id))
            {
                continue;
            }

            var isOld = IsOld(nodes[i], second);
            if (best < 0 || (isOld == bestIsOld ? Rank(nodes[i]) < Rank(nodes[best]) : bestIsOld))
            {
                (best, bestIsOld) = (i, isOld);
            }
        }

        return best;
    }

    /// <summary>Nobody asks spares whether they are there.</summary>
    private bool IsOld(in TableNode spare, int second) => second - spare.HeardAt > _staleSeconds;

    private int Rank(in TableNode node) => node.Rank(options.PrefersSecureIds);

    private int SlotOf(NodeId id) => (int)(id.High << (index + 1) >> (64 - System.Numerics.BitOperations.Log2((uint)_places)));

    private void Count(Span<byte> counts)
    {
        counts.Clear();
        foreach (ref readonly var node in Live.Nodes)
        {
            counts[SlotOf(node.Contact.Id)]++;
        }
    }

    /// <summary>True where nobody shares an id's slot.</summary>
    public bool IsFree(NodeId id) => CountIn(SlotOf(id)) == 0;

    /// <summary>So many share its slot that the bucket has no place for more of them, however many are empty.</summary>
    private bool IsCrowded(NodeId id) => options.SpreadsBuckets && CountIn(SlotOf(id)) >= Limits.NodesPerSlot;

    private int CountIn(int slot)
    {
        var count = 0;
        foreach (ref readonly var node in Live.Nodes)
        {
            count += SlotOf(node.Contact.Id) == slot ? 1 : 0;
        }

        return count;
    }
}
