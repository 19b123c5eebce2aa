using System.Buffers;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.TrackerServer.Snapshots;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// The swarms whose hashes fall to it, under one lock, which is held for less than a microsecond by most announces.
/// <code>
///   Announce ─► find the swarm in both families ─► take the peer in or out ─► count twins anew where somebody came or went
///            └► windows of its own family, then of the other ─► the caller's bytes
/// </code>
/// </summary>
internal sealed class Shard(StoreOptions options, Usage usage, ulong key, SeededChance chance)
{
    private readonly Lock _gate = new();
    private readonly Family<PeerV4> _v4 = new(usage, key);
    private readonly Family<PeerV6> _v6 = new(usage, key);
    private readonly int _interval = (int)Math.Min(options.Interval.TotalSeconds, int.MaxValue / 2);

    /// <summary>Seeds and leechers that are held in both families.</summary>
    private (int Leechers, int Seeds) _twins;

    public (PeerCounts Peers, int TwinLeechers, int TwinSeeds) CountPeers()
    {
        lock (_gate)
        {
            return (new PeerCounts(_v4.SeedCount, _v4.PeerCount - _v4.SeedCount, _v6.SeedCount, _v6.PeerCount - _v6.SeedCount), _twins.Leechers, _twins.Seeds);
        }
    }

    public AnnounceResult Announce(in Announcement announcement, ulong hash, ushort tag, ushort now, Span<byte> v4, Span<byte> v6)
    {
        lock (_gate)
        {
            var (isFull, counts, own, other) = announcement.Peer.IsIPv4
                ? Announce(_v4, _v6, announcement, hash, tag, now, v4, v6)
                : Announce(_v6, _v4, announcement, hash, tag, now, v6, v4);
            return new AnnounceResult(isFull, counts, Jittered(), announcement.Peer.IsIPv4 ? own : other, announcement.Peer.IsIPv4 ? other : own);
        }
    }

    public ScrapeCounts Scrape(in Sha1Hash infoHash, ulong hash)
    {
        lock (_gate)
        {
            return Count(_v4, _v4.Swarms.Find(infoHash, hash), _v6, _v6.Swarms.Find(infoHash, hash));
        }
    }

    /// <summary>Looks at so many places from there on and forgets what is old; where to go on, 0 at the end.</summary>
    public int Sweep(int from, int most, ushort now, int silence)
    {
        lock (_gate)
        {
            var end = _v4.Swarms.End;
            for (var i = from; i < from + most && i < end; i++)
            {
                Sweep(_v4, i, _v6, now, silence);
            }

            for (var i = Math.Max(from, end); i < from + most && i < end + _v6.Swarms.End; i++)
            {
                Sweep(_v6, i - end, _v4, now, silence);
            }

            return from + most < end + _v6.Swarms.End ? from + most : 0;
        }
    }

    /// <summary>Writes places from there on into a snapshot; where to go on, 0 at the end.</summary>
    public int Write(int from, int most, ushort now, int tickSeconds, IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            var end = _v4.Swarms.End;
            for (var i = from; i < from + most && i < end + _v6.Swarms.End; i++)
            {
                if (i < end)
                {
                    SwarmWriter.Write(_v4, 4, i, now, tickSeconds, output);
                }
                else
                {
                    SwarmWriter.Write(_v6, 6, i - end, now, tickSeconds, output);
                }
            }

            return from + most < end + _v6.Swarms.End ? from + most : 0;
        }
    }

    public void Restore(in Sha1Hash infoHash, ulong hash, Endpoint endpoint, ushort tag, bool isSeed, ushort seen)
    {
        var announcement = new Announcement(infoHash, endpoint, default, AnnounceEvent.None, isSeed, 0);
        lock (_gate)
        {
            var (number4, number6) = (_v4.Swarms.Find(infoHash, hash), _v6.Swarms.Find(infoHash, hash));
            if (endpoint.IsIPv4)
            {
                TryEnter(_v4, ref number4, _v6, number6, announcement, hash, PeerV4.From(endpoint, tag, seen), seen);
            }
            else
            {
                TryEnter(_v6, ref number6, _v4, number4, announcement, hash, PeerV6.From(endpoint, tag, seen), seen);
            }
        }
    }

    public void RestoreCompleted(in Sha1Hash infoHash, ulong hash, bool isIPv4, uint completed, ushort now)
    {
        lock (_gate)
        {
            var (number4, number6) = (_v4.Swarms.Find(infoHash, hash), _v6.Swarms.Find(infoHash, hash));
            isIPv4 = number4 >= 0 || (isIPv4 && number6 < 0);
            ref var mine = ref isIPv4 ? ref number4 : ref number6;
            var swarms = isIPv4 ? _v4.Swarms : _v6.Swarms;
            if (mine >= 0 || (isIPv4 ? TryAdd(_v4, ref mine, number6, infoHash, hash, now) : TryAdd(_v6, ref mine, number4, infoHash, hash, now)))
            {
                ref var swarm = ref swarms[mine];
                swarm.Completed += Math.Min(completed, uint.MaxValue - swarm.Completed);
                swarm.Peers.Seen = swarm.Peers is { IsLarge: false, Count: 0 } ? now : swarm.Peers.Seen;
            }
        }
    }

    /// <summary>A tenth more or less, so that those who came together do not come together again and again.</summary>
    private int Jittered() => _interval - (_interval / Limits.IntervalJitter) + chance.Below((2 * (_interval / Limits.IntervalJitter)) + 1);

    private (bool IsFull, ScrapeCounts Counts, int Own, int Other) Announce<TOwn, TOther>(
        Family<TOwn> own, Family<TOther> other, in Announcement announcement, ulong hash, ushort tag, ushort now, Span<byte> ownPeers, Span<byte> otherPeers)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        var peer = TOwn.From(announcement.Peer, tag, now);
        var mine = own.Swarms.Find(announcement.InfoHash, hash);
        var theirs = other.Swarms.Find(announcement.InfoHash, hash);
        var isListed = false;
        if (announcement.Event == AnnounceEvent.Stopped)
        {
            Leave(own, mine, other, theirs, peer, now);
            return (false, Count(own, own.Swarms.Find(announcement.InfoHash, hash), other, theirs), 0, 0);
        }

        if (announcement.Peer.Port != 0)
        {
            isListed = TryEnter(own, ref mine, other, theirs, announcement, hash, peer, now);
            if (!isListed)
            {
                return (true, default, 0, 0);
            }
        }

        var ownCount = 0;
        if (mine >= 0)
        {
            ref var swarm = ref own.Swarms[mine];
            ownCount = Choose(own, ref swarm, Asking<TOwn>.Own(peer, isListed), announcement.IsSeed, announcement.Wanted, ownPeers);
        }

        var otherCount = 0;
        if (theirs >= 0 && !otherPeers.IsEmpty)
        {
            otherCount = Choose(other, ref other.Swarms[theirs], Asking<TOther>.Other(peer.Port, peer.Tag), announcement.IsSeed, announcement.Wanted - ownCount, otherPeers);
        }

        return (false, Count(own, mine, other, theirs), ownCount, otherCount);
    }

    /// <summary>No seeds for a seed; else leechers and seeds as they are in the swarm, leechers rounded down, so that a lone seed is told of.</summary>
    private int Choose<T>(Family<T> family, ref Swarm swarm, in Asking<T> asking, bool isSeed, int most, Span<byte> output)
        where T : unmanaged, IPeer<T>
    {
        most = Math.Min(most, output.Length / T.CompactLength);
        var (leechers, seeds) = family.Count(ref swarm);
        var groups = family.GroupsOf(ref swarm);
        var amongLeechers = asking.IsAmong && !isSeed;
        var others = leechers - (amongLeechers ? 1 : 0);
        var share = isSeed || others + seeds <= most ? most : (int)((long)most * others / (others + seeds));
        var written = new Window<T>(family, groups, ofSeeds: false, leechers).Write(amongLeechers ? asking : asking.Apart, share, chance, output);
        return isSeed ? written : written + new Window<T>(family, groups, ofSeeds: true, seeds).Write(asking.Apart, most - written, chance, output[(written * T.CompactLength)..]);
    }

    private bool TryEnter<TOwn, TOther>(
        Family<TOwn> own, ref int mine, Family<TOther> other, int theirs, in Announcement announcement, ulong hash, in TOwn peer, ushort now)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        if (mine < 0 && !TryAdd(own, ref mine, theirs, announcement.InfoHash, hash, now))
        {
            return false;
        }

        var result = own.Put(ref own.Swarms[mine], peer, announcement.IsSeed);
        for (var i = 0; result == PutResult.Full && i < Limits.EvictionsPerAnnounce && TryEvict(now, Numbers<TOwn>(mine, theirs)); i++)
        {
            result = own.Put(ref own.Swarms[mine], peer, announcement.IsSeed);
        }

        if (result == PutResult.Added && !usage.TryTakePeer())
        {
            own.Remove(ref own.Swarms[mine], peer);
            result = PutResult.Full;
        }

        if (result == PutResult.Full)
        {
            DropIfEmpty(own, mine, other, now, keep: int.MaxValue);
            return false;
        }

        if (result != PutResult.Kept)
        {
            Recount<TOwn>(mine, theirs);
        }

        // Counted when it becomes a seed, so that saying it again counts nothing, nor does saying it in the other family too.
        if (announcement is { Event: AnnounceEvent.Completed, IsSeed: true } && result is PutResult.Added or PutResult.Turned && !HasSeed(other, theirs, peer.Port, peer.Tag))
        {
            own.Swarms[mine].Completed++;
            usage.CountCompleted();
        }

        return true;
    }

    private bool TryAdd<T>(Family<T> own, ref int mine, int theirs, in Sha1Hash infoHash, ulong hash, ushort now)
        where T : unmanaged, IPeer<T>
    {
        if (theirs < 0 && !usage.TryTakeSwarm())
        {
            return false;
        }

        mine = own.Swarms.Add(infoHash, hash);
        for (var i = 0; mine < 0 && i < Limits.EvictionsPerAnnounce && TryEvict(now, Numbers<T>(mine, theirs)); i++)
        {
            mine = own.Swarms.Add(infoHash, hash);
        }

        if (mine < 0 && theirs < 0)
        {
            usage.GiveSwarm();
        }

        return mine >= 0;
    }

    /// <summary>Only for who has the peer id that it came with: from behind the same address another could name its port.</summary>
    private void Leave<TOwn, TOther>(Family<TOwn> own, int mine, Family<TOther> other, int theirs, in TOwn peer, ushort now)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        if (mine >= 0 && own.TryFind(ref own.Swarms[mine], peer, out var tag) && tag == peer.Tag)
        {
            own.Remove(ref own.Swarms[mine], peer);
            usage.GivePeers(1);
            Recount<TOwn>(mine, theirs);
            DropIfEmpty(own, mine, other, now, keep: int.MaxValue);
        }
    }

    private void Sweep<TOwn, TOther>(Family<TOwn> own, int number, Family<TOther> other, ushort now, int silence)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        if (own.Swarms.IsUsed(number))
        {
            var gone = own.Expire(ref own.Swarms[number], now, silence);
            if (gone > 0)
            {
                usage.GivePeers(gone);
                Recount<TOwn>(number, other.Swarms.Find(own.Swarms[number].InfoHash, own.Swarms.HashOf(number)));
            }

            DropIfEmpty(own, number, other, now, Limits.EmptySilences * silence);
        }
    }

    /// <summary>Forgets the swarm of two samples that nobody announced for longest.</summary>
    private bool TryEvict(ushort now, (int V4, int V6) spared)
    {
        var (old4, old6) = (_v4.Oldest(chance, now, spared.V4), _v6.Oldest(chance, now, spared.V6));
        if (old4 < 0 && old6 < 0)
        {
            return false;
        }

        usage.CountEvicted();
        if (old6 < 0 || (old4 >= 0 && (ushort)(now - _v4.Swarms[old4].Peers.Seen) >= (ushort)(now - _v6.Swarms[old6].Peers.Seen)))
        {
            Drop(_v4, old4, _v6);
        }
        else
        {
            Drop(_v6, old6, _v4);
        }

        return true;
    }

    /// <summary>What nobody is in goes, unless downloads were counted in it: that is kept for a while.</summary>
    private void DropIfEmpty<TOwn, TOther>(Family<TOwn> own, int number, Family<TOther> other, ushort now, int keep)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        ref var swarm = ref own.Swarms[number];
        if (swarm.Peers is { IsLarge: false, Count: 0 } && (swarm.Completed == 0 || (ushort)(now - swarm.Peers.Seen) > keep || other.Swarms.Find(swarm.InfoHash, own.Swarms.HashOf(number)) >= 0))
        {
            Drop(own, number, other);
        }
    }

    private void Drop<TOwn, TOther>(Family<TOwn> own, int number, Family<TOther> other)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        ref var swarm = ref own.Swarms[number];
        var theirs = other.Swarms.Find(swarm.InfoHash, own.Swarms.HashOf(number));
        if (theirs >= 0)
        {
            other.Swarms[theirs].Completed += swarm.Completed;
        }
        else
        {
            usage.GiveSwarm();
        }

        usage.GivePeers(own.Empty(ref swarm));
        Recount<TOwn>(number, theirs);
        own.Swarms.Remove(number);
    }

    private void Recount<TOwn>(int mine, int theirs)
    {
        if (mine >= 0 && theirs >= 0)
        {
            var (number4, number6) = Numbers<TOwn>(mine, theirs);
            var (leechers, seeds) = Twins.Recount(_v4, ref _v4.Swarms[number4], _v6, ref _v6.Swarms[number6]);
            _twins = (_twins.Leechers + leechers, _twins.Seeds + seeds);
        }
    }

    private static (int V4, int V6) Numbers<TOwn>(int mine, int theirs) => typeof(TOwn) == typeof(PeerV4) ? (mine, theirs) : (theirs, mine);

    private static bool HasSeed<T>(Family<T> family, int number, ushort port, ushort tag)
        where T : unmanaged, IPeer<T>
    {
        if (number < 0 || family.Swarms[number].Peers.IsLarge)
        {
            return false;
        }

        ref var group = ref family.Swarms[number].Peers;
        return Twins.Has(family.PeersOf(ref group)[group.Leechers..], port, tag);
    }

    private static ScrapeCounts Count<TOwn, TOther>(Family<TOwn> own, int mine, Family<TOther> other, int theirs)
        where TOwn : unmanaged, IPeer<TOwn>
        where TOther : unmanaged, IPeer<TOther>
    {
        var (first, second) = (own.CountsOf(mine), other.CountsOf(theirs));
        return new ScrapeCounts(first.Seeders + second.Seeders, first.Completed + second.Completed, first.Leechers + second.Leechers);
    }
}
