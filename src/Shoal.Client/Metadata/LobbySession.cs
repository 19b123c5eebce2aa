using Shoal.Client.Extensions;
using Shoal.Client.Finding;
using Shoal.Client.Swarms;
using Shoal.Peers;
using Shoal.Peers.Messages;
using Shoal.Peers.Wire;

namespace Shoal.Client.Metadata;

/// <summary>Hears one peer before its torrent is known: metadata is taken, what only the torrent can judge is kept for it.</summary>
internal sealed class LobbySession(Lobby lobby, LobbyPeer peer) : IPeerHandler
{
    /// <summary>Bytes and messages kept of one peer; one that says more has to come again when the torrent is known.</summary>
    private const int HeardBytes = 512 * 1024;

    private const int HeardMessages = 8 * 1024;

    private readonly Manners _manners = new(peer, lobby.Context.Loop);

    /// <summary>As far as is known: until then it is taken to be public, as links are.</summary>
    private bool IsPrivate => lobby.Dialer.Book.IsPrivate;

    /// <summary>BEP 6 wants to hear at once what we have: nothing.</summary>
    public void Greet()
    {
        if (peer.Connection.Theirs.Extended)
        {
            peer.Connection.Send(MessageKind.Extended, ExtensionHandshake.Ours(lobby.Context, peer.Connection.Remote, metadataLength: 0));
        }

        if (peer.Connection.Theirs.Fast)
        {
            peer.Connection.Send(MessageKind.HaveNone);
        }

        if (!IsPrivate)
        {
            NodePorts.Tell(lobby.Context, peer.Connection);
        }
    }

    public void OnMessage(in PeerMessage message)
    {
        switch (message.Kind)
        {
            case MessageKind.KeepAlive:
            case MessageKind.Cancel:
            case MessageKind.Suggest:
                _manners.BearIdle();
                break;
            case MessageKind.Port when _manners.BearIdle() && !IsPrivate:
                NodePorts.Hear(lobby.Context, peer.Connection, peer.Extensions, message.Port);
                break;
            case MessageKind.Port:
                break;
            case MessageKind.Request when peer.Connection.Theirs.Fast:
                peer.Connection.Send(MessageKind.Reject, message.Block);
                _manners.OnVain();
                break;
            case MessageKind.Request:
                _manners.OnVain();
                break;
            case MessageKind.HashRequest:
                peer.Connection.Send(MessageKind.HashReject, message.Payload);
                _manners.OnVain();
                break;
            case MessageKind.Hashes when peer.SpeaksV2:
                lobby.Layers?.OnHashes(peer, message);
                break;
            case MessageKind.HashReject:
                _manners.BearIdle();
                lobby.Layers?.OnReject(peer, message);
                break;
            case MessageKind.Hashes:
                _manners.BearIdle();
                break;
            case MessageKind.Extended when peer.Connection.Theirs.Extended && !message.Payload.IsEmpty && message.Payload[0] is ExtensionIds.Handshake or ExtensionIds.Metadata or ExtensionIds.Exchange:
                OnExtended(message.Payload);
                break;
            default:
                Keep(message);
                break;
        }
    }

    public void OnBlock(in Outstanding block)
    {
    }

    public void OnUnwantedBlock(in BlockRequest block) => _manners.OnAnswer();

    public void OnReceived()
    {
    }

    public void OnSendLow()
    {
    }

    public void OnClosed(string reason) => lobby.OnClosed(peer, reason);

    private void OnExtended(ReadOnlySpan<byte> payload)
    {
        if (payload[0] == ExtensionIds.Handshake)
        {
            _manners.BearIdle();
            if (ExtensionHandshake.TryTake(payload[1..], peer.Extensions))
            {
                lobby.AskForMetadata();
            }
        }
        else if (payload[0] == ExtensionIds.Exchange)
        {
            // Whether the torrent is private shows later: then the book forgets what was told.
            peer.Acquaintance.Hear(payload[1..], peer.Connection, lobby.Dialer, lobby.Context.Loop.Now);
        }
        else if (MetadataMessage.TryRead(payload[1..], out var message))
        {
            OnMetadata(message, payload[1..]);
        }
        else
        {
            _manners.BearIdle();
        }
    }

    private void OnMetadata(in MetadataMessage message, ReadOnlySpan<byte> payload)
    {
        switch (message.Kind)
        {
            case MetadataMessageKind.Request when peer.Extensions.MetadataId != 0:
                peer.Connection.Send(MessageKind.Extended, MetadataMessage.Write(peer.Extensions.MetadataId, MetadataMessageKind.Reject, message.Piece));
                _manners.OnVain();
                break;
            case MetadataMessageKind.Data:
                lobby.OnMetadata(peer, message.Piece, payload[message.DataOffset..]);
                break;
            case MetadataMessageKind.Reject:
                lobby.OnRefused(peer);
                break;
            default:
                _manners.BearIdle();
                break;
        }
    }

    private void Keep(in PeerMessage message)
    {
        peer.HeardLength += message.Payload.Length;
        if (peer.HeardLength > HeardBytes || peer.Heard.Count >= HeardMessages)
        {
            peer.Connection.Close("said too much before its torrent was known");
            return;
        }

        peer.Heard.Add(new HeardMessage(message.Kind, message.Payload.ToArray()));
    }
}
