using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>One lookup of an honest member, measured against what is true. What liars name does not count as found.</summary>
internal sealed class Probe : IDhtSearchHandler
{
    private readonly Overlay _overlay;
    private readonly HashSet<Endpoint> _missing;
    private readonly TimeSpan _began;

    public Probe(Overlay overlay, Torrent torrent, Member member)
    {
        (_overlay, Torrent, Member, _began) = (overlay, torrent, member, overlay.Network.Now);
        _missing = [.. torrent.Peers(_began)];
        Announced = _missing.Count;
        member.Service.Search(torrent.Hash, announce: null, this);
    }

    public Member Member { get; }

    public Torrent Torrent { get; }

    /// <summary>Peers that were to be found.</summary>
    public int Announced { get; }

    /// <summary>Those of them that were.</summary>
    public int Found => Announced - _missing.Count;

    /// <summary>Until the first of them was; null where none was.</summary>
    public TimeSpan? FirstPeers { get; private set; }

    /// <summary>What the search says of itself; null where it is not over.</summary>
    public DhtSearchResult? Outcome { get; private set; }

    public void OnPeers(IReadOnlyList<Endpoint> peers)
    {
        foreach (var peer in peers)
        {
            if (_missing.Remove(peer))
            {
                FirstPeers ??= _overlay.Network.Now - _began;
            }
        }
    }

    public void OnEnd(DhtSearchResult result) => Outcome = result;
}
