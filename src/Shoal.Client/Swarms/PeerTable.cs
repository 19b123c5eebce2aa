using System.Runtime.InteropServices;
using Shoal.Client.Banning;
using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>The connected peers of one torrent: who has what, whom we are interested in, who is gone.</summary>
internal sealed class PeerTable(Swarm swarm, PeerBook book)
{
    private readonly List<Peer> _peers = [];

    /// <summary>Connected peers in order of arrival.</summary>
    public ReadOnlySpan<Peer> All => CollectionsMarshal.AsSpan(_peers);

    public int Count => _peers.Count;

    public PeerBook Book => book;

    /// <summary>A peer with this id that is connected.</summary>
    public Peer? Find(PeerId id) => ConnectedPeers.Find(_peers, id);

    /// <summary>Incoming connections from the same host.</summary>
    public int StrangersOf(Endpoint remote) => ConnectedPeers.StrangersOf(_peers, remote);

    /// <summary>Ends every connection that is this one's.</summary>
    public void Part(Sender from, string reason) => ConnectedPeers.Part(_peers, from, reason);

    public void Add(Peer peer)
    {
        _peers.Add(peer);
        swarm.Observer.OnPeer(peer.Remote, ended: null);
    }

    /// <summary>False for a piece that the torrent does not have: who names one is given up. After a piece was named no first bitfield can come.</summary>
    public static bool Knows(Peer from, PieceIndex piece)
    {
        if (piece.Value < 0 || piece.Value >= from.Have.Capacity)
        {
            from.Connection.Close("named a piece that the torrent does not have");
            return false;
        }

        from.SaidWhatItHas = true;
        return true;
    }

    /// <summary>The peer has all of these pieces; said once, first of all.</summary>
    public void OnBitfield(Peer peer, bool all, ReadOnlySpan<byte> bits)
    {
        if (all)
        {
            peer.Have.Fill();
        }
        else if (!peer.Have.TryAssign(bits))
        {
            peer.Connection.Close("sent a bitfield of the wrong length or with spare bits set");
            return;
        }

        var seed = peer.Have.IsFull;
        for (var i = 0; i < peer.Have.Capacity && peer.Have.Count > 0; i++)
        {
            var piece = new PieceIndex(i);
            if (peer.Have.Contains(piece))
            {
                peer.Useful += swarm.IsWanted(piece) ? 1 : 0;
                if (!seed)
                {
                    swarm.Picker.Order.ChangeAvailability(piece, 1);
                }
            }
        }

        Reconsider(peer);
    }

    /// <summary>A bitfield after the first: each bit set is a have; a bit no longer set says nothing.</summary>
    public void OnLaterBitfield(Peer peer, ReadOnlySpan<byte> bits)
    {
        var more = new PieceSet(peer.Have.Capacity);
        if (!more.TryAssign(bits))
        {
            peer.Connection.Close("sent a bitfield of the wrong length or with spare bits set");
            return;
        }

        for (var i = 0; i < more.Capacity && !peer.Connection.IsClosed; i++)
        {
            if (more.Contains(new PieceIndex(i)))
            {
                OnHave(peer, new PieceIndex(i));
            }
        }
    }

    /// <summary>The peer has one piece more.</summary>
    public void OnHave(Peer peer, PieceIndex piece)
    {
        if (!peer.Have.Add(piece))
        {
            return;
        }

        swarm.Picker.Order.ChangeAvailability(piece, 1);
        if (peer.Have.IsFull)
        {
            CountPieces(peer, -1);
        }

        peer.Useful += swarm.IsWanted(piece) ? 1 : 0;
        Reconsider(peer);
    }

    /// <summary>BEP 54: the peer has one piece fewer.</summary>
    public void OnDontHave(Peer peer, PieceIndex piece)
    {
        var wasSeed = peer.Have.IsFull;
        if (!peer.Have.Remove(piece))
        {
            return;
        }

        if (wasSeed)
        {
            CountPieces(peer, 1);
        }
        else
        {
            swarm.Picker.Order.ChangeAvailability(piece, -1);
        }

        peer.Useful -= swarm.IsWanted(piece) ? 1 : 0;
        swarm.Downloader.OnDontHave(peer, piece);
        Reconsider(peer);
    }

    /// <summary>BEP 40: where the table is full, the peer of the lowest rank goes for one of a higher; false where none is lower, or ranks are not known.</summary>
    public bool MakeRoomFor(Endpoint remote)
    {
        Peer? least = null;
        var lowest = Book.PriorityOf(remote) ?? 0;
        foreach (var peer in _peers)
        {
            if (peer.Known is not { IsOfUser: true } && Book.PriorityOf(peer.Remote) is { } rank && rank < lowest)
            {
                (least, lowest) = (peer, rank);
            }
        }

        least?.Connection.Close("made room for a peer that ranks higher");
        return least is not null;
    }

    /// <summary>BEP 21: we want nothing (more), which those hear who know the message.</summary>
    public void AnnounceUploadOnly()
    {
        foreach (var peer in _peers)
        {
            if (peer.Extensions.UploadOnlyId is not 0 and var id)
            {
                peer.Connection.Send(MessageKind.Extended, [id, 1]);
            }
        }
    }

    /// <summary>We have one piece more: tells everybody who lacks it.</summary>
    public void Announce(PieceIndex piece)
    {
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            var peer = _peers[i];
            if (peer.Have.Contains(piece))
            {
                peer.Useful--;
                Reconsider(peer);
            }
            else
            {
                peer.Connection.Send(MessageKind.Have, piece);
            }
        }
    }

    /// <summary>Tells the peer whether we want anything of it, where that changed; two seeds part.</summary>
    public void Reconsider(Peer peer)
    {
        if (peer.Useful > 0 != peer.IsInteresting)
        {
            peer.IsInteresting = peer.Useful > 0;
            peer.OwesSince = swarm.Context.Loop.Now;
            peer.Connection.Send(peer.IsInteresting ? MessageKind.Interested : MessageKind.NotInterested);
        }

        if (peer.Known is { } known)
        {
            known.IsUploadOnly = peer.IsUploadOnly;
        }

        if (swarm.State == SwarmState.Seeding && peer.IsUploadOnly)
        {
            peer.Connection.Close(peer.Have.IsFull ? "is a seed, and so are we" : "wants nothing, and neither do we");
        }
    }

    public void Tick(TimeSpan now, TimeSpan elapsed)
    {
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            var peer = _peers[i];
            peer.Down.Tick(peer.Connection.PayloadReceived, elapsed);
            peer.Up.Tick(peer.Connection.PayloadSent, elapsed);
            ConnectedPeers.KeepAlive(peer.Connection, now);
        }
    }

    public void CloseSeeds()
    {
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            Reconsider(_peers[i]);
        }
    }

    public void CloseAll(string reason)
    {
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            _peers[i].Connection.Close(reason);
        }
    }

    /// <summary>A connection ended: its requests are asked of others, its pieces count no more.</summary>
    public void OnClosed(Peer peer, string reason)
    {
        swarm.Totals.Leave(peer, reason);
        swarm.Observer.OnPeer(peer.Remote, reason);
        swarm.Downloader.OnClosed(peer);
        swarm.Trials.OnClosed(peer);
        peer.Uploads.Clear(null);
        _peers.Remove(peer);
        if (!peer.Have.IsFull)
        {
            CountPieces(peer, -1);
        }

        if (peer.Known is { } known)
        {
            book.Rest(known, swarm.Context.Loop.Now, failed: peer.IsOutgoing && peer.Connection.PayloadReceived + peer.Connection.PayloadSent == 0, reason);
        }

        swarm.Context.Leases.Connections.Give();
        swarm.Choker.OnClosed(peer);
    }

    /// <summary>Puts the peer's pieces into the availability or takes them out: it left, or became a seed or is none any more, and seeds are not counted.</summary>
    private void CountPieces(Peer peer, int by)
    {
        for (var i = 0; i < peer.Have.Capacity; i++)
        {
            if (peer.Have.Contains(new PieceIndex(i)))
            {
                swarm.Picker.Order.ChangeAvailability(new PieceIndex(i), by);
            }
        }
    }
}
