using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// Nodes that asked us, and that we do not know. They are asked back when their routers have forgotten that they asked us: who answers then can be reached by anybody,
/// and only such nodes are of use in a table (Jimenez and others, 2011). Bounded, and who is near us goes before who is
/// far: half of the network may stand in the far buckets, while a lookup fails where a node does not know its neighbours.
/// </summary>
internal sealed class Newcomers(IChance chance)
{
    private readonly List<Newcomer> _waiting = [];

    public int Count => _waiting.Count;

    /// <summary>Keeps a node until it is due; one that asks again waits anew, since its router remembers anew.</summary>
    /// <param name="contact">Who.</param>
    /// <param name="nearness">Bits that it shares with us. Where all places are taken, one of the farthest goes, by chance.</param>
    /// <param name="due">When it may be asked.</param>
    public void Add(NodeContact contact, int nearness, TimeSpan due)
    {
        // No lambda here: it would allocate for each packet.
        var newcomer = new Newcomer(contact, nearness, due);
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Contact.Endpoint == contact.Endpoint)
            {
                _waiting[i] = newcomer;
                return;
            }
        }

        if (_waiting.Count < Limits.Newcomers)
        {
            _waiting.Add(newcomer);
        }
        else if (Farthest() is var farthest && _waiting[farthest].Nearness <= nearness)
        {
            _waiting[farthest] = newcomer;
        }
    }

    /// <summary>The nearest that is due.</summary>
    public bool TryTake(TimeSpan now, out NodeContact contact)
    {
        var nearest = -1;
        for (var i = 0; i < _waiting.Count; i++)
        {
            nearest = _waiting[i].Due <= now && (nearest < 0 || _waiting[i].Nearness > _waiting[nearest].Nearness) ? i : nearest;
        }

        contact = nearest >= 0 ? _waiting[nearest].Contact : default;
        if (nearest >= 0)
        {
            _waiting[nearest] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
        }

        return nearest >= 0;
    }

    /// <summary>Looked for from a place by chance on, so that nobody can tell which of several goes.</summary>
    private int Farthest()
    {
        var start = chance.Below(_waiting.Count);
        var farthest = start;
        for (var i = 1; i < _waiting.Count; i++)
        {
            var place = (start + i) % _waiting.Count;
            farthest = _waiting[place].Nearness < _waiting[farthest].Nearness ? place : farthest;
        }

        return farthest;
    }

    private readonly record struct Newcomer(NodeContact Contact, int Nearness, TimeSpan Due);
}
