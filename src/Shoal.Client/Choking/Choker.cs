using Shoal.Client.Leases;
using Shoal.Client.Swarms;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Choking;

/// <summary>One torrent's part in choking: reports who wants something, and does what <see cref="ClientChoker"/> decides. A slot that is free is given at once.</summary>
internal sealed class Choker(Swarm swarm)
{
    /// <summary>A seed passes a peer's slot on after so many pieces (libtorrent's figure), or so many bytes where pieces are large …</summary>
    private const int SeedQuotaPieces = 20;
    private const long SeedQuotaMost = 20L * 1024 * 1024;

    /// <summary>… and not before this time.</summary>
    private static readonly TimeSpan SeedTurn = TimeSpan.FromMinutes(1);

    /// <summary>A peer that takes little does not keep a slot for longer while others wait.</summary>
    private static readonly TimeSpan SeedTurnMost = TimeSpan.FromMinutes(5);

    /// <summary>Who was reported in this round: only their fate is decided.</summary>
    private readonly HashSet<Peer> _reported = [];

    public Loop Loop => swarm.Context.Loop;

    private long SeedQuota => Math.Min(SeedQuotaMost, (long)SeedQuotaPieces * swarm.Metainfo.Layout.PieceLength);

    private LeaseCounter Slots => swarm.Context.Leases.Slots;

    private TimeSpan Now => swarm.Context.Loop.Now;

    /// <summary>A peer wants something: it is served at once where a slot is free.</summary>
    public void OnInterested(Peer peer)
    {
        if (peer.IsChoking && !peer.Connection.IsClosed && !peer.IsStingy(Now) && TryTakeSlot())
        {
            Unchoke(peer);
        }
    }

    /// <summary>A peer wants nothing any more: somebody who does gets its slot. Where nobody does it keeps it until the round, for interest comes and goes.</summary>
    public void OnNotInterested(Peer peer)
    {
        if (!peer.IsChoking)
        {
            FillFreeSlots();
        }
    }

    /// <summary>A peer is gone: its slot is free.</summary>
    public void OnClosed(Peer peer)
    {
        _reported.Remove(peer);
        if (!peer.IsChoking)
        {
            peer.IsChoking = true;
            Slots.Give();
            FillFreeSlots();
        }
    }

    /// <summary>Who wants something. Peers that want nothing any more lose their slots.</summary>
    public ChokeReport Report()
    {
        _reported.Clear();
        var candidates = new List<Candidate>();
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.IsInterested)
            {
                _reported.Add(peer);
                candidates.Add(Of(peer));
            }
            else if (!peer.IsChoking)
            {
                Choke(peer);
            }
        }

        return new ChokeReport(swarm.State == SwarmState.Seeding, [.. candidates]);
    }

    /// <summary>Chokes who was reported and not chosen.</summary>
    public void Keep(List<Peer> chosen)
    {
        foreach (var peer in swarm.Peers.All)
        {
            if (!peer.IsChoking && _reported.Contains(peer) && !chosen.Contains(peer))
            {
                Choke(peer);
            }
        }
    }

    /// <summary>Serves who was chosen and still wants.</summary>
    public void Serve(List<Peer> chosen)
    {
        foreach (var peer in chosen)
        {
            if (peer.IsChoking && peer.IsInterested && !peer.Connection.IsClosed && Slots.TryTake())
            {
                Unchoke(peer);
            }
        }
    }

    private Candidate Of(Peer peer) => new(
        peer, !peer.IsChoking, peer.IsStingy(Now), Now - peer.ConnectedAt < Limits.Newcomer, IsTurnOver(peer), peer.Down.PerSecond, peer.Up.PerSecond, Now - peer.UnchokedAt);

    private bool IsTurnOver(Peer peer) =>
        peer.IsChoking || Now - peer.UnchokedAt > SeedTurnMost
        || (Now - peer.UnchokedAt > SeedTurn && peer.Connection.PayloadSent - peer.SentAtUnchoke > SeedQuota);

    private void FillFreeSlots()
    {
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.IsInterested)
            {
                OnInterested(peer);
            }
        }
    }

    /// <summary>A slot that nobody holds, or one that a peer of this torrent holds who wants nothing.</summary>
    private bool TryTakeSlot()
    {
        if (Slots.TryTake())
        {
            return true;
        }

        foreach (var peer in swarm.Peers.All)
        {
            if (!peer.IsChoking && !peer.IsInterested)
            {
                Choke(peer);
                return Slots.TryTake();
            }
        }

        return false;
    }

    private void Unchoke(Peer peer)
    {
        peer.IsChoking = false;
        peer.UnchokedAt = Now;
        peer.SentAtUnchoke = peer.Connection.PayloadSent;
        peer.Connection.Send(MessageKind.Unchoke);
    }

    /// <summary>BEP 6: first the choke, then a reject for each request that it made void.</summary>
    private void Choke(Peer peer)
    {
        peer.IsChoking = true;
        Slots.Give();
        peer.Connection.Send(MessageKind.Choke);
        Action<BlockRequest>? reject = peer.Connection.Theirs.Fast ? r => peer.Connection.Send(MessageKind.Reject, r) : null;
        peer.Uploads.Clear(reject);
        peer.Connection.DropQueued(dropped: reject);
    }
}
