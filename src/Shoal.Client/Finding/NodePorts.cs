using Shoal.Client.Extensions;
using Shoal.Client.Swarms;
using Shoal.Peers;
using Shoal.Peers.Messages;

namespace Shoal.Client.Finding;

/// <summary>What peers tell each other of their DHT nodes: the PORT message of BEP 5. Nobody says or hears it in a private torrent.</summary>
internal static class NodePorts
{
    /// <summary>Tells a peer that has a node of its own where ours is: where we listen, by UDP.</summary>
    public static void Tell(SwarmContext context, PeerConnection connection)
    {
        if (context.Dht is not null && connection.Theirs.Dht)
        {
            connection.Send(MessageKind.Port, [(byte)(context.ListenPort >> 8), (byte)context.ListenPort]);
        }
    }

    /// <summary>A peer told where its node is: heard once of each, as any port may be told.</summary>
    public static void Hear(SwarmContext context, PeerConnection connection, TheirExtensions theirs, ushort port)
    {
        if (context.Dht is { } dht && theirs.NodePort == 0 && port != 0)
        {
            theirs.NodePort = port;
            dht.AddNode(connection.Remote.WithPort(port));
        }
    }
}
