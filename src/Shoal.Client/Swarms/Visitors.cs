using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Strangers' connections and told addresses that came while a torrent slept, until it is awake. Waiting connections count as connections.</summary>
internal sealed class Visitors(SwarmContext context)
{
    private readonly List<(ILink Link, Handshake Theirs)> _links = [];
    private readonly List<(Endpoint Address, PeerSources Source)> _addresses = [];

    public bool IsEmpty => _links.Count + _addresses.Count == 0;

    /// <summary>Lets a connection wait, or closes it where too many do.</summary>
    public void Wait(ILink link, in Handshake theirs)
    {
        if (_links.Count < Limits.VisitorsWaiting && context.Leases.Connections.TryTake())
        {
            _links.Add((link, theirs));
        }
        else
        {
            link.Close();
        }
    }

    public void Note(Endpoint address, PeerSources source)
    {
        if (_addresses.Count < Limits.AddressesWaiting)
        {
            _addresses.Add((address, source));
        }
    }

    /// <summary>The torrent is awake.</summary>
    public void HandTo(Dialer dialer)
    {
        foreach (var (link, theirs) in _links)
        {
            context.Leases.Connections.Give();
            dialer.Adopt(link, theirs);
        }

        foreach (var (address, source) in _addresses)
        {
            dialer.AddPeer(address, source);
        }

        Clear();
    }

    /// <summary>It will not wake.</summary>
    public void SendAway()
    {
        foreach (var (link, _) in _links)
        {
            context.Leases.Connections.Give();
            link.Close();
        }

        Clear();
    }

    /// <summary>The loop crashed, and its links with it.</summary>
    public void Abandon() => context.Leases.Connections.Give(_links.Count);

    private void Clear()
    {
        _links.Clear();
        _addresses.Clear();
    }
}
