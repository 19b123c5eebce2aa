using Shoal.Dht.Ids;

namespace Shoal.Dht.Routing;

/// <summary>The nearest nodes to a target, in the order of their distance, and on request one of a network only.</summary>
/// <remarks>Secure ids first: a pass takes only them, the next fills what is left with the nearest of all.</remarks>
internal ref struct Nearest(NodeId target, Span<NodeContact> into, Span<ulong> networks)
{
    private readonly Span<NodeContact> _into = into;

    /// <summary>The network of each that was taken; empty where networks may repeat.</summary>
    private readonly Span<ulong> _networks = networks;

    /// <summary>Where this pass begins; what stands before it stays.</summary>
    private int _start;

    /// <summary>Where this pass ends.</summary>
    private int _end = into.Length;

    private bool _isSecureOnly;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == _end;

    public void BeginSecure(int places) => (_isSecureOnly, _end) = (true, places);

    public void BeginRest() => (_isSecureOnly, _start, _end) = (false, Count, _into.Length);

    public void Take(ReadOnlySpan<TableNode> nodes)
    {
        foreach (ref readonly var node in nodes)
        {
            if (node.IsAlive && (!_isSecureOnly || node.IsSecure) && !(IsFull && (node.Contact.Id.High ^ target.High) > (_into[Count - 1].Id.High ^ target.High)))
            {
                Offer(node);
            }
        }
    }

    private void Offer(in TableNode node)
    {
        var id = node.Contact.Id;
        if (_start > 0 && node.IsSecure && target.CompareDistance(id, _into[_start - 1].Id) <= 0)
        {
            return; // it was taken by the pass before
        }

        var place = Count;
        while (place > _start && target.CompareDistance(id, _into[place - 1].Id) < 0)
        {
            place--;
        }

        // The one that falls out: the farthest, or the farther one of the same network.
        var gap = Math.Min(Count, _end - 1);
        if (!_networks.IsEmpty && node.Network is var network and not AddressNetwork.Local && _networks[..Count].IndexOf(network) is var twin and >= 0)
        {
            if (twin < Math.Max(place, _start))
            {
                return;
            }

            gap = twin;
        }

        if (place <= gap)
        {
            Insert(node, place, gap);
        }
    }

    private void Insert(in TableNode node, int place, int gap)
    {
        _into[place..gap].CopyTo(_into[(place + 1)..]);
        _into[place] = node.Contact;
        if (!_networks.IsEmpty)
        {
            _networks[place..gap].CopyTo(_networks[(place + 1)..]);
            _networks[place] = node.Network;
        }

        Count += gap == Count ? 1 : 0;
    }
}
