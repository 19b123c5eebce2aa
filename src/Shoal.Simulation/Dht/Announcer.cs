using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>A member that has a torrent: looks for its peers and announces itself, now and then as clients do.</summary>
internal sealed class Announcer : IDhtSearchHandler
{
    private readonly Overlay _overlay;
    private readonly Torrent _torrent;
    private readonly Member _member;
    private readonly TimeSpan? _every;
    private readonly Endpoint _peer;

    public Announcer(Overlay overlay, Torrent torrent, Member member, ushort port, TimeSpan? every)
    {
        (_overlay, _torrent, _member, _every) = (overlay, torrent, member, every);
        _peer = member.Host.Address.WithPort(port);
        Announce();
    }

    public void OnPeers(IReadOnlyList<Endpoint> peers)
    {
    }

    public void OnEnd(DhtSearchResult result)
    {
        if (result.Announced > 0)
        {
            _torrent.OnAnnounced(_peer, _member, _overlay.Network.Now);
        }

        if (_every is { } every)
        {
            _overlay.After(every, Announce);
        }
    }

    private void Announce()
    {
        if (!_member.IsGone)
        {
            _member.Service.Search(_torrent.Hash, new DhtAnnounce(_peer.Port, IsSeed: false), this);
        }
    }
}
