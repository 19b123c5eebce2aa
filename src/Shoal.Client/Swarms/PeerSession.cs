using Shoal.Client.Extensions;
using Shoal.Client.Finding;
using Shoal.Client.Metadata;
using Shoal.Client.Uploads;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Peers.Messages;
using Shoal.Peers.Wire;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>Hears one peer, checks what it says against the rules of BEP 3, 6 and 10, and tells the torrent's parts.</summary>
internal sealed class PeerSession(Swarm swarm, Peer peer) : IPeerHandler
{
    /// <summary>How often each block of a granted piece is served to a choked peer.</summary>
    private const int GrantedTimes = 2;

    private readonly Manners _manners = new(peer, swarm.Context.Loop);
    private ExtensionSession? _extensions;

    private PeerConnection Connection => peer.Connection;

    private ExtensionSession Extensions => _extensions ??= new ExtensionSession(swarm, peer, _manners);

    private int PieceCount => swarm.Metainfo.Layout.PieceCount;

    /// <summary>What is said first: the extension handshake, what we have, and what we serve a choked newcomer.</summary>
    public void Greet()
    {
        if (Connection.Theirs.Extended)
        {
            Extensions.Introduce();
        }

        if (Connection.Theirs.Fast && swarm.Have.Count is 0)
        {
            Connection.Send(MessageKind.HaveNone);
        }
        else if (Connection.Theirs.Fast && swarm.Have.IsFull)
        {
            Connection.Send(MessageKind.HaveAll);
        }
        else if (swarm.Have.Count > 0)
        {
            Connection.Send(MessageKind.Bitfield, swarm.Have.ToBytes());
        }

        if (Connection.Theirs.Fast)
        {
            GrantAllowedFast();
        }

        if (!swarm.Metainfo.IsPrivate)
        {
            NodePorts.Tell(swarm.Context, Connection);
        }
    }

    /// <summary>The peer was greeted before the torrent was known: it hears what has changed, and we hear what it said meanwhile.</summary>
    public void Continue(IReadOnlyList<HeardMessage> heard)
    {
        if (Connection.Theirs.Extended)
        {
            Extensions.Introduce();
            Extensions.OnIntroduced();
        }

        for (var i = 0; i < PieceCount && !Connection.IsClosed; i++)
        {
            if (swarm.Have.Contains(new PieceIndex(i)))
            {
                Connection.Send(MessageKind.Have, new PieceIndex(i));
            }
        }

        foreach (var message in heard)
        {
            if (!Connection.IsClosed)
            {
                OnMessage(new PeerMessage(message.Kind, message.Payload));
            }
        }

        if (!Connection.IsClosed)
        {
            OnReceived();
        }
    }

    public void OnMessage(in PeerMessage message)
    {
        switch (message.Kind)
        {
            case MessageKind.Choke when BearIdle():
                if (!peer.IsChoked)
                {
                    peer.IsChoked = true;
                    swarm.Downloader.OnChoke(peer);
                }

                break;
            case MessageKind.Unchoke when BearIdle():
                peer.IsChoked = false;
                break;
            case MessageKind.Interested when BearIdle():
                peer.IsInterested = true;
                swarm.Choker.OnInterested(peer);
                break;
            case MessageKind.NotInterested when BearIdle():
                peer.IsInterested = false;
                swarm.Choker.OnNotInterested(peer);
                break;
            case MessageKind.Have:
                OnPiece(message.Piece, OnHave);
                break;
            case MessageKind.Bitfield:
                OnBitfield(all: false, message.Payload);
                break;
            case MessageKind.HaveAll:
            case MessageKind.HaveNone:
                OnFastBitfield(message.Kind);
                break;
            case MessageKind.Request:
                OnRequest(message.Block);
                break;
            case MessageKind.Cancel:
                OnCancel(message.Block);
                break;
            case MessageKind.Reject when Connection.Theirs.Fast:
                swarm.Downloader.OnReject(peer, message.Block);
                _manners.OnAnswer();
                break;
            case MessageKind.AllowedFast when Connection.Theirs.Fast && BearIdle():
                OnPiece(message.Piece, OnAllowedFast);
                break;
            case MessageKind.Port when BearIdle() && !swarm.Metainfo.IsPrivate:
                NodePorts.Hear(swarm.Context, Connection, peer.Extensions, message.Port);
                break;
            case MessageKind.Port:
                break;
            case MessageKind.Extended when Connection.Theirs.Extended:
                Extensions.OnMessage(message.Payload);
                break;
            case MessageKind.HashRequest when !swarm.Hashes.TryTake(peer, message.HashRequest):
                Connection.Send(MessageKind.HashReject, message.HashRequest);
                _manners.OnVain();
                break;
            case MessageKind.HashRequest:
                break;
            case MessageKind.Hashes when BearIdle():
                swarm.Trials.OnHashes(peer, message.HashRequest, message.Hashes);
                break;
            case MessageKind.HashReject when BearIdle():
                swarm.Trials.OnReject(peer, message.HashRequest);
                break;
            default:
                // Keep-alives, suggestions, and what we do not know.
                BearIdle();
                break;
        }
    }

    public void OnBlock(in Outstanding block)
    {
        swarm.Downloader.OnBlock(peer, block);
        _manners.OnAnswer();
    }

    /// <summary>A late answer to a cancelled request, which BEP 3 cannot rule out; counted, and not punished where there was a request.</summary>
    public void OnUnwantedBlock(in BlockRequest block)
    {
        swarm.Totals.Wasted += block.Length;
        _manners.OnAnswer();
    }

    public void OnReceived() => swarm.Downloader.OnReceived(peer);

    public void OnSendLow()
    {
        peer.Uploads.Pump();
        swarm.Hashes.Pump(peer);
    }

    /// <summary>What it asked for cannot be read from the disk: it can ask elsewhere.</summary>
    public void OnUnreadable(BlockRequest request, StorageError error)
    {
        if (Connection.Theirs.Fast && !Connection.IsClosed)
        {
            Connection.Send(MessageKind.Reject, request);
        }

        swarm.Keeper.OnUnreadable(request.Piece, error);
    }

    public void OnClosed(string reason) => swarm.Peers.OnClosed(peer, reason);

    private bool BearIdle() => _manners.BearIdle(swarm.Have.Count);

    private void OnPiece(PieceIndex piece, Action<Peer, PieceIndex> then)
    {
        if (PeerTable.Knows(peer, piece))
        {
            then(peer, piece);
        }
    }

    /// <summary>Belongs at the beginning; aria2 sends it again in place of many haves, so a later one adds what it has.</summary>
    private void OnBitfield(bool all, ReadOnlySpan<byte> bits)
    {
        if (all && peer.SaidWhatItHas)
        {
            Connection.Close("said twice what it has");
        }
        else if (!peer.SaidWhatItHas)
        {
            peer.SaidWhatItHas = true;
            swarm.Peers.OnBitfield(peer, all, bits);
        }
        else if (BearIdle())
        {
            swarm.Peers.OnLaterBitfield(peer, bits);
        }
    }

    private void OnFastBitfield(MessageKind kind)
    {
        if (!Connection.Theirs.Fast)
        {
            Connection.Close("used the fast extension without offering it");
            return;
        }

        if (kind == MessageKind.HaveAll)
        {
            OnBitfield(all: true, default);
        }
        else if (peer.SaidWhatItHas)
        {
            Connection.Close("said twice what it has");
        }
        else
        {
            peer.SaidWhatItHas = true;
        }
    }

    private void OnHave(Peer from, PieceIndex piece)
    {
        if (from.Have.Contains(piece))
        {
            BearIdle();
            return;
        }

        swarm.Peers.OnHave(from, piece);
    }

    private void OnAllowedFast(Peer from, PieceIndex piece)
    {
        from.AllowFast(piece);
    }

    /// <summary>
    /// A newcomer gets a few pieces to begin with, the same from every client (BEP 6). We have not heard yet what it has: waiting
    /// for that would cost it a round trip, and anybody can say that it has nothing.
    /// </summary>
    private void GrantAllowedFast()
    {
        foreach (var piece in AllowedFastSet.Of(Connection.Remote, swarm.WireHash, PieceCount, Limits.AllowedFastPieces))
        {
            if (swarm.Have.Contains(piece))
            {
                peer.Granted[piece] = GrantedTimes * BlocksOf(piece);
                Connection.Send(MessageKind.AllowedFast, piece);
            }
        }
    }

    private void OnRequest(in BlockRequest request)
    {
        var isSane = request.Piece.Value >= 0 && request.Piece.Value < PieceCount && request.Begin >= 0
            && request.Length is > 0 and <= Limits.BlockLength
            && request.Begin < swarm.Metainfo.Layout.LengthOf(request.Piece)
            && request.Begin <= swarm.Metainfo.Layout.ServableLengthOf(request.Piece) - request.Length;
        if (!isSane)
        {
            Connection.Close($"asked for {request.Length} bytes at {request.Begin} of piece {request.Piece}, which is out of bounds");
            return;
        }

        var serve = swarm.Have.Contains(request.Piece) && peer.Uploads.Count < Limits.IncomingRequests && swarm.State != SwarmState.StorageFailed;
        if (serve && (!peer.IsChoking || UseGrant(request.Piece)))
        {
            peer.Uploads.Add(request);
        }
        else
        {
            Refuse(request);
        }
    }

    private void Refuse(in BlockRequest request)
    {
        if (Connection.Theirs.Fast)
        {
            Connection.Send(MessageKind.Reject, request);
        }

        _manners.OnVain();
    }

    /// <summary>A choked newcomer may have a granted piece, and a repetition or two of its blocks, not all it can carry.</summary>
    private bool UseGrant(PieceIndex piece)
    {
        var left = peer.Granted.GetValueOrDefault(piece);
        peer.Granted[piece] = Math.Max(0, left - 1);
        return left > 0;
    }

    private int BlocksOf(PieceIndex piece) => (swarm.Metainfo.Layout.LengthOf(piece) + Limits.BlockLength - 1) / Limits.BlockLength;

    /// <summary>BEP 6: a cancelled request is still answered, by a reject where the block is not on its way.</summary>
    private void OnCancel(in BlockRequest request)
    {
        var found = peer.Uploads.Remove(request) || Connection.DropQueued(only: request) > 0;
        if (found && Connection.Theirs.Fast)
        {
            Connection.Send(MessageKind.Reject, request);
        }

        _manners.OnVain();
    }
}
