using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// Nodes that asked us, and that we do not know. They are asked back when their routers have forgotten that they asked us: who answers then can be reached by anybody,
/// and only such nodes are of use in a table (Jimenez and others, 2011). Bounded; where it is full, a newcomer takes the place of one by chance.
/// </summary>
internal sealed class Newcomers(IChance chance)
{
    private readonly List<(NodeContact Contact, TimeSpan Due)> _waiting = [];

    public int Count => _waiting.Count;

    /// <summary>Keeps a node until it is due; one that asks again waits anew, since its router remembers anew.</summary>
    public void Add(NodeContact contact, TimeSpan due)
    {
        var at = _waiting.FindIndex(w => w.Contact.Endpoint == contact.Endpoint);
        if (at >= 0)
        {
            _waiting[at] = (contact, due);
        }
        else if (_waiting.Count < Limits.Newcomers)
        {
            _waiting.Add((contact, due));
        }
        else
        {
            _waiting[chance.Below(_waiting.Count)] = (contact, due);
        }
    }

    /// <summary>One that is due.</summary>
    public bool TryTake(TimeSpan now, out NodeContact contact)
    {
        var at = _waiting.FindIndex(w => w.Due <= now);
        contact = at >= 0 ? _waiting[at].Contact : default;
        if (at >= 0)
        {
            _waiting[at] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
        }

        return at >= 0;
    }
}
