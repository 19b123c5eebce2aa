using System.Buffers.Binary;
using Shoal.Client.Metadata;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Peers.Messages;

namespace Shoal.Client.Extensions;

/// <summary>Hears the extension messages of one peer (BEP 10) and tells the torrent's parts.</summary>
internal sealed class ExtensionSession(Swarm swarm, Peer peer, Manners manners)
{
    private MetadataServer? _server;

    private PeerConnection Connection => peer.Connection;

    private MetadataServer Metadata => _server ??= new MetadataServer(swarm.Metainfo.InfoBytes, Connection);

    /// <summary>In idle messages: all pieces of a seed are counted anew when it loses one.</summary>
    private int CostOfLoss => peer.Have.IsFull ? 1 + peer.Have.Capacity / Limits.PiecesCounted : 1;

    public void Introduce() => Connection.Send(MessageKind.Extended, ExtensionHandshake.Ours(
        swarm.Context, Connection.Remote, swarm.Metainfo.InfoBytes.Length, swarm.Metainfo.IsPrivate, isUploadOnly: swarm.State == SwarmState.Seeding));

    /// <summary>The peer told where it listens, how it sees us and whether it wants anything.</summary>
    public void OnIntroduced()
    {
        peer.Window.Most = peer.Extensions.Requests;
        if (!peer.IsOutgoing && peer.Known is null && peer.ListensOn is { } listens)
        {
            if (swarm.Peers.Book.Bans.HasAddress(listens))
            {
                // Dialled there it lied: this is the same peer, or one that says so.
                Connection.Close("listens where a banned peer does");
                return;
            }

            peer.Known = swarm.Peers.Book.TakeStranger(listens);
        }

        if (peer.Extensions.OurAddress is { } seen)
        {
            swarm.Peers.Book.Vote(Connection.Remote, Runtime.Endpoint.From(seen, 0));
        }

        swarm.Peers.Reconsider(peer);
    }

    public void OnMessage(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            manners.BearIdle(swarm.Have.Count);
            return;
        }

        switch (payload[0])
        {
            case ExtensionIds.Handshake when manners.BearIdle(swarm.Have.Count) && ExtensionHandshake.TryTake(payload[1..], peer.Extensions):
                OnIntroduced();
                break;
            case ExtensionIds.Exchange when !swarm.Metainfo.IsPrivate:
                peer.Acquaintance.Hear(payload[1..], peer.Connection, swarm.Dialer, swarm.Context.Loop.Now);
                break;
            case ExtensionIds.DontHave when payload.Length == 1 + sizeof(int) && manners.BearIdle(swarm.Have.Count, CostOfLoss):
                OnDontHave(new PieceIndex(BinaryPrimitives.ReadInt32BigEndian(payload[1..])));
                break;
            case ExtensionIds.UploadOnly when payload.Length == 2 && manners.BearIdle(swarm.Have.Count):
                peer.Extensions.IsUploadOnly = payload[1] != 0;
                swarm.Peers.Reconsider(peer);
                break;
            case ExtensionIds.Metadata when peer.Extensions.MetadataId != 0 && MetadataMessage.TryRead(payload[1..], out var message) && message.Kind == MetadataMessageKind.Request:
                if (!Metadata.OnRequest(message.Piece, peer.Extensions.MetadataId))
                {
                    manners.OnVain();
                }

                break;
            default:
                // What we did not offer, or what is broken.
                manners.BearIdle(swarm.Have.Count);
                break;
        }
    }

    private void OnDontHave(PieceIndex piece)
    {
        if (PeerTable.Knows(peer, piece))
        {
            swarm.Peers.OnDontHave(peer, piece);
        }
    }
}
