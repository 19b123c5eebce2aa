using Shoal.Client.Swarms;
using Shoal.Peers.Messages;

namespace Shoal.Client.Choking;

/// <summary>
/// Whom to serve. A leecher serves those who give it most, so that giving pays; a seed goes round, so that everybody gets a share.
/// One slot is optimistic: it goes to a peer by chance, so that newcomers can show what they give.
/// </summary>
internal sealed class Choker(Swarm swarm, int slots)
{
    /// <summary>Rounds that the optimistic slot stays with a peer: thirty seconds (BEP 3).</summary>
    private const int OptimisticRounds = 3;

    /// <summary>A seed passes a peer's slot on after so many bytes …</summary>
    private const long SeedQuota = 20L * 1024 * 1024;

    /// <summary>… and not before this time.</summary>
    private static readonly TimeSpan SeedTurn = TimeSpan.FromMinutes(1);

    /// <summary>A peer that takes little does not keep a slot for longer while others wait.</summary>
    private static readonly TimeSpan SeedTurnMost = TimeSpan.FromMinutes(5);

    private readonly List<Peer> _ranking = [];
    private Peer? _optimistic;
    private int _round;

    /// <summary>A peer wants something: it is served at once where a slot is free.</summary>
    public void OnInterested(Peer peer)
    {
        if (peer.IsChoking && UnchokedCount() < slots)
        {
            Unchoke(peer);
        }
    }

    /// <summary>A peer wants nothing any more or is gone: its slot is free.</summary>
    public void OnClosed(Peer peer)
    {
        if (peer == _optimistic)
        {
            _optimistic = null;
        }

        if (!peer.IsChoking)
        {
            peer.IsChoking = true;
            FillFreeSlots();
        }
    }

    /// <summary>Ten seconds have passed.</summary>
    public void Round()
    {
        _ranking.Clear();
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.IsInterested)
            {
                _ranking.Add(peer);
            }
            else if (!peer.IsChoking)
            {
                Choke(peer);
            }
        }

        if (swarm.State == SwarmState.Seeding)
        {
            RankForSeed();
        }
        else
        {
            _ranking.Sort(static (a, b) => b.Down.PerSecond.CompareTo(a.Down.PerSecond));
        }

        if (_round++ % OptimisticRounds == 0 || _optimistic is null || !_optimistic.IsInterested)
        {
            PickOptimistic();
        }

        var served = _optimistic is null ? 0 : 1;
        foreach (var peer in _ranking)
        {
            var serve = peer == _optimistic || served < slots;
            served += serve && peer != _optimistic ? 1 : 0;
            if (serve && peer.IsChoking)
            {
                Unchoke(peer);
            }
            else if (!serve && !peer.IsChoking)
            {
                Choke(peer);
            }
        }
    }

    /// <summary>Stable: first those whose turn is not over, then the rest by who waited longest.</summary>
    private void RankForSeed()
    {
        var now = swarm.Context.Loop.Now;
        var ranked = _ranking.OrderBy(p => IsTurnOver(p, now) ? 1 : 0).ThenBy(p => p.UnchokedAt).ToArray();
        _ranking.Clear();
        _ranking.AddRange(ranked);
    }

    private static bool IsTurnOver(Peer peer, TimeSpan now) =>
        peer.IsChoking || now - peer.UnchokedAt > SeedTurnMost
        || (now - peer.UnchokedAt > SeedTurn && peer.Connection.PayloadSent - peer.SentAtUnchoke > SeedQuota);

    private void PickOptimistic()
    {
        var choked = _ranking.Where(static p => p.IsChoking).ToArray();
        if (choked.Length > 0)
        {
            _optimistic = choked[swarm.Context.Chance.Below(choked.Length)];
        }
    }

    private void FillFreeSlots()
    {
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.IsInterested && peer.IsChoking && UnchokedCount() < slots)
            {
                Unchoke(peer);
            }
        }
    }

    private int UnchokedCount()
    {
        var count = 0;
        foreach (var peer in swarm.Peers.All)
        {
            count += peer.IsChoking ? 0 : 1;
        }

        return count;
    }

    private void Unchoke(Peer peer)
    {
        peer.IsChoking = false;
        peer.UnchokedAt = swarm.Context.Loop.Now;
        peer.SentAtUnchoke = peer.Connection.PayloadSent;
        peer.Connection.Send(MessageKind.Unchoke);
    }

    /// <summary>BEP 6: first the choke, then a reject for each request that it made void.</summary>
    private static void Choke(Peer peer)
    {
        peer.IsChoking = true;
        peer.Connection.Send(MessageKind.Choke);
        Action<BlockRequest>? reject = peer.Connection.Theirs.Fast ? r => peer.Connection.Send(MessageKind.Reject, r) : null;
        peer.Uploads.Clear(reject);
        peer.Connection.DropQueued(dropped: reject);
    }
}
