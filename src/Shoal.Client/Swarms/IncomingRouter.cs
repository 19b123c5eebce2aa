using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Reads strangers' handshakes on the listening loop and hands each connection to the loop of the torrent that it names.</summary>
internal sealed class IncomingRouter(Loop loop, Func<Metainfo.Sha1Hash, IDoor?> find) : IAcceptHandler, IHandshakeHandler
{
    /// <summary>Connections that have not said what they want; more are closed at once.</summary>
    private const int Waiting = 200;

    private readonly EndpointTally _hosts = new();
    private int _waiting;

    public void OnAccepted(ILink link)
    {
        var host = AddressScopes.HostOf(link.Remote);
        if (_waiting >= Waiting || (_hosts[host] >= Limits.HandshakesPerHost && AddressScopes.ScopeOf(host) != AddressScope.Machine))
        {
            link.Close();
            return;
        }

        _waiting++;
        _hosts.Add(host);
        HandshakeExchange.Await(loop, link, Limits.Handshake, this);
    }

    public void OnHandshake(ILink link, in Handshake handshake)
    {
        Forget(link);
        if (find(handshake.InfoHash) is not { } door)
        {
            link.Close();
            return;
        }

        var theirs = handshake;
        door.Loop.Post(() => door.Adopt(link, theirs));
    }

    public void OnHandshakeFailed(ILink link, string reason) => Forget(link);

    private void Forget(ILink link)
    {
        _waiting--;
        _hosts.Remove(AddressScopes.HostOf(link.Remote));
    }
}
