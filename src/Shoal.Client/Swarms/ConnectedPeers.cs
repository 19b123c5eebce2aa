using System.Net;
using Shoal.Client.Banning;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Questions that a torrent and a lobby ask of their connected peers alike.</summary>
internal static class ConnectedPeers
{
    public static TPeer? Find<TPeer>(List<TPeer> peers, PeerId id)
        where TPeer : class, IConnectedPeer
    {
        foreach (var peer in peers)
        {
            if (peer.Connection.Theirs.PeerId == id)
            {
                return peer;
            }
        }

        return null;
    }

    /// <summary>Incoming connections from the same host; this machine may have any number.</summary>
    public static int StrangersOf<TPeer>(List<TPeer> peers, Endpoint remote)
        where TPeer : class, IConnectedPeer
    {
        var (count, host) = (0, AddressScopes.HostOf(remote));
        foreach (var peer in peers)
        {
            count += !peer.IsOutgoing && AddressScopes.HostOf(peer.Connection.Remote) == host ? 1 : 0;
        }

        return IPAddress.IsLoopback(remote.ToIPAddress()) ? 0 : count;
    }

    /// <summary>Ends every connection that is this one's.</summary>
    public static void Part<TPeer>(List<TPeer> peers, Sender from, string reason)
        where TPeer : class, IConnectedPeer
    {
        foreach (var peer in peers.Where(peer => Sender.Of(peer).Is(from)).ToArray())
        {
            peer.Connection.Close(reason);
        }
    }

    /// <summary>Sends what keeps a connection alive; closes one that was silent for too long.</summary>
    public static void KeepAlive(PeerConnection connection, TimeSpan now)
    {
        if (now - connection.LastReceivedAt > Limits.Silence)
        {
            connection.Close("was silent for too long");
        }
        else if (now - connection.LastSentAt > Limits.KeepAlive)
        {
            connection.SendKeepAlive();
        }
    }
}
