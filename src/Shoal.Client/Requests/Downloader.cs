using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Peers.Wire;
using Shoal.Runtime;

namespace Shoal.Client.Requests;

/// <summary>Keeps requests outstanding at every peer that serves us, and takes the blocks that come.</summary>
internal sealed class Downloader(Swarm swarm)
{
    /// <summary>The window is refilled when so many blocks are free, so that requests leave in batches.</summary>
    private const int RefillAt = 16;

    /// <summary>A peer refused blocks that others may be asked for.</summary>
    private bool _isWorkFree;

    private Loop Loop => swarm.Context.Loop;

    /// <summary>Sends as many requests as the peer's window and the rate have room for, at most so many; true where it sent any.</summary>
    public bool Fill(Peer peer, int most = int.MaxValue)
    {
        var connection = peer.Connection;
        if (swarm.State != SwarmState.Downloading || !peer.IsInteresting || connection.IsClosed || (peer.IsChoked && !peer.HasAllowedFast)
            || Loop.Now < peer.RestUntil || swarm.Keeper.IsDiskBehind)
        {
            return false;
        }

        var window = peer.IsSnubbed ? 1 : Math.Min(peer.Window.Size, peer.Window.Most);
        var room = window - connection.OutstandingCount;
        if (room <= 0 || (connection.OutstandingCount > 0 && room < Math.Min(RefillAt, window / 4)))
        {
            return false;
        }

        var sent = 0;
        for (most = Math.Min(most, room); sent < most && TryRequest(peer); sent++)
        {
        }

        return sent > 0;
    }

    /// <summary>Sends one request where the rate has room and the peer something to give. The block is paid for now: as many requests, so many blocks.</summary>
    private bool TryRequest(Peer peer)
    {
        if (!swarm.Rates.Down.TryTake(Limits.BlockLength))
        {
            return false;
        }

        if (!swarm.Picker.TryPick(peer, out var piece, out var block))
        {
            swarm.Rates.Down.GiveBack(Limits.BlockLength);
            return false;
        }

        if (!peer.IsSnubbed)
        {
            piece.Ask(block);
            peer.LastBlockAt = peer.Connection.OutstandingCount == 0 ? Loop.Now : peer.LastBlockAt;
        }

        piece.ProgressAt = piece.ProgressAt == TimeSpan.Zero ? Loop.Now : piece.ProgressAt;
        var request = piece.RequestOf(block);
        swarm.Rates.Down.GiveBack(Limits.BlockLength - request.Length);
        peer.Connection.Request(request, swarm.Context.Slab.Rent());
        return true;
    }

    /// <summary>Memory or work became free: whoever has room is asked.</summary>
    public void FillAll()
    {
        foreach (var peer in swarm.Peers.All)
        {
            Fill(peer);
        }
    }

    /// <summary>A block came that this peer was asked for.</summary>
    public void OnBlock(Peer peer, in Outstanding block)
    {
        var request = block.Request;
        var now = peer.Connection.LastReceivedAt;
        peer.LastBlockAt = now;
        peer.Window.OnBlock(request.Length, block.SentAt, now);
        peer.RestUntil = TimeSpan.Zero;

        // It stays snubbed until all of this receive is taken: its blocks have left the queue together, so none of them is counted.
        var wasCounted = !peer.IsSnubbed;
        peer.IsBack = peer.IsSnubbed;
        var index = BlockOf(request);
        if (swarm.Picker.Find(request.Piece) is not { } piece || piece.IsHere(index))
        {
            swarm.Totals.Wasted += request.Length;
            swarm.Context.Slab.Return(block.Slot);
            return;
        }

        ForgetElsewhere(peer, request, countedToo: piece.AskedOf(index) > (wasCounted ? 1 : 0));
        piece.ProgressAt = now;
        piece.Arrive(index, block.Slot, peer);
        swarm.Keeper.OnBlock(piece, index, block.Slot);
    }

    /// <summary>The peer will not send it: BEP 6 reject.</summary>
    public void OnReject(Peer peer, in BlockRequest request)
    {
        if (peer.Connection.Forget(request, tell: false))
        {
            Unask(peer, request);
            peer.DisallowFast(request.Piece);
            peer.RestUntil = peer.IsChoked ? TimeSpan.Zero : Loop.Now + Limits.RejectRest;
            _isWorkFree = true;
        }
    }

    /// <summary>All that one receive brought was taken. What the peer refused is asked of whoever has room: some may wait for nothing else.</summary>
    public void OnReceived(Peer peer)
    {
        if (peer.IsBack)
        {
            peer.IsBack = false;
            Unsnub(peer);
        }

        if (_isWorkFree)
        {
            _isWorkFree = false;
            FillAll();
        }

        Fill(peer);
    }

    /// <summary>The peer chokes us. Without BEP 6 all that is outstanding is void; with it each request is answered by a block or a reject.</summary>
    public void OnChoke(Peer peer)
    {
        peer.OwesSince = peer.Connection.OutstandingCount == 0 ? Loop.Now : peer.OwesSince;
        peer.Window.Restart();
        Disown(peer);
        _isWorkFree = true;
        if (peer.Connection.Theirs.Fast)
        {
            return;
        }

        foreach (var outstanding in peer.Connection.OutstandingRequests().ToArray())
        {
            peer.Connection.Forget(outstanding.Request, tell: false);
            Unask(peer, outstanding.Request);
        }
    }

    /// <summary>BEP 54: the peer lost the piece. Without BEP 6 what it owes of it is void; with it the peer rejects each request.</summary>
    public void OnDontHave(Peer peer, PieceIndex piece)
    {
        if (swarm.Picker.Find(piece) is not { } open)
        {
            return;
        }

        if (!peer.Connection.Theirs.Fast)
        {
            foreach (var outstanding in peer.Connection.OutstandingRequests().Where(o => o.Request.Piece == piece).ToArray())
            {
                peer.Connection.Forget(outstanding.Request, tell: false);
                Unask(peer, outstanding.Request);
            }
        }

        peer.Current = peer.Current == open ? null : peer.Current;
        if (open.Owner == peer)
        {
            Release(peer, open);
        }

        _isWorkFree = true;
    }

    /// <summary>The peer is gone; its requests are still listed.</summary>
    public void OnClosed(Peer peer)
    {
        foreach (var outstanding in peer.Connection.OutstandingRequests())
        {
            Unask(peer, outstanding.Request);
        }

        Disown(peer);
        FillAll();
    }

    /// <summary>Looks for peers and requests that are waited for in vain, and asks whoever has room: memory may have become free elsewhere.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var peer in swarm.Peers.All)
        {
            if (!peer.IsSnubbed && peer.Connection.OutstandingCount > 0 && now - peer.LastBlockAt > Limits.Snub)
            {
                Snub(peer);
            }

            ForgetOld(peer, now);
        }

        FillAll();
    }

    /// <summary>Requests that are never answered would fill the window for ever.</summary>
    private void ForgetOld(Peer peer, TimeSpan now)
    {
        if (now - peer.Connection.OldestRequestAt <= Limits.RequestAge)
        {
            return;
        }

        foreach (var old in peer.Connection.OutstandingRequests().Where(o => now - o.SentAt > Limits.RequestAge).ToArray())
        {
            Unask(peer, old.Request);
            peer.Connection.Forget(old.Request, tell: true);
        }
    }

    /// <summary>Others may be asked for what the peer owes; its requests stay open, and what still comes is taken.</summary>
    private void Snub(Peer peer)
    {
        foreach (var outstanding in peer.Connection.OutstandingRequests())
        {
            Unask(peer, outstanding.Request);
        }

        peer.IsSnubbed = true;
        peer.Window.Restart();
        Disown(peer);
    }

    private void Unsnub(Peer peer)
    {
        peer.IsSnubbed = false;
        foreach (var outstanding in peer.Connection.OutstandingRequests())
        {
            if (swarm.Picker.Find(outstanding.Request.Piece) is { } piece && BlockOf(outstanding.Request) is var block && !piece.IsHere(block))
            {
                piece.Ask(block);
            }
        }
    }

    private void Unask(Peer peer, in BlockRequest request)
    {
        if (!peer.IsSnubbed && swarm.Picker.Find(request.Piece) is { } piece)
        {
            piece.Unask(BlockOf(request));
        }
    }

    private void Disown(Peer peer)
    {
        peer.Current = null;
        foreach (var piece in swarm.Picker.Open)
        {
            if (piece.Owner == peer)
            {
                Release(peer, piece);
            }
        }
    }

    private void Release(Peer peer, OpenPiece piece)
    {
        piece.Owner = null;
        if (piece.IsExclusive)
        {
            StartOver(peer, piece);
        }
    }

    /// <summary>The next peer fetches all of it; what this one still sends of it is not waited for.</summary>
    private void StartOver(Peer peer, OpenPiece piece)
    {
        foreach (var outstanding in peer.Connection.OutstandingRequests().Where(o => o.Request.Piece == piece.Index).ToArray())
        {
            peer.Connection.Forget(outstanding.Request, tell: !peer.Connection.IsClosed);
        }

        swarm.Keeper.Empty(piece);
    }

    /// <summary>
    /// The block is here: snubbed peers, and in end game others too, need not send it any more. So nobody owes anything of a piece
    /// that is whole, and a piece that failed is begun again with nothing asked.
    /// </summary>
    private void ForgetElsewhere(Peer from, in BlockRequest request, bool countedToo)
    {
        foreach (var peer in swarm.Peers.All)
        {
            if (peer != from && (countedToo || peer.IsSnubbed))
            {
                peer.Connection.Forget(request, tell: true);
            }
        }
    }

    private static int BlockOf(in BlockRequest request) => request.Begin / Limits.BlockLength;
}
