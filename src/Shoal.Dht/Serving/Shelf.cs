using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>The peers of one info-hash, in no order.</summary>
/// <param name="target">The info-hash.</param>
internal struct Shelf(NodeId target)
{
    private StoredPeer[] _peers = [];

    public NodeId Target { get; } = target;

    public int Count { get; private set; }

    public int Seeds { get; private set; }

    public readonly Span<StoredPeer> Peers => _peers.AsSpan(0, Count);

    /// <summary>Where a peer lies, or -1.</summary>
    public readonly int Find(Endpoint peer, bool isLocal)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_peers[i].Is(peer, isLocal))
            {
                return i;
            }
        }

        return -1;
    }

    public void Add(in StoredPeer peer)
    {
        if (Count == _peers.Length)
        {
            Array.Resize(ref _peers, Math.Max(2, Count * 2));
        }

        _peers[Count++] = peer;
        Seeds += peer.IsSeed ? 1 : 0;
    }

    /// <summary>The same peer, which announced itself again.</summary>
    public void Replace(int place, in StoredPeer peer)
    {
        Seeds += (peer.IsSeed ? 1 : 0) - (_peers[place].IsSeed ? 1 : 0);
        _peers[place] = peer;
    }

    /// <summary>The last one takes its place.</summary>
    public void RemoveAt(int place)
    {
        Seeds -= _peers[place].IsSeed ? 1 : 0;
        _peers[place] = _peers[--Count];
        if (Count < _peers.Length / 4)
        {
            Array.Resize(ref _peers, _peers.Length / 2);
        }
    }

    /// <summary>
    /// Names peers by chance, none twice, as many as there is room for; returns how many. Each one named changes places with the first that is not yet, so the work is what is told and not
    /// what is stored.
    /// </summary>
    public readonly int Sample(bool noSeeds, IChance chance, Span<Endpoint> into, uint oldest)
    {
        var told = 0;
        for (var i = 0; i < Count && told < into.Length; i++)
        {
            var named = i + chance.Below(Count - i);
            (_peers[i], _peers[named]) = (_peers[named], _peers[i]);
            ref readonly var peer = ref _peers[i];
            if (peer.Seen >= oldest && !(noSeeds && peer.IsSeed))
            {
                into[told++] = peer.Endpoint;
            }
        }

        return told;
    }
}
