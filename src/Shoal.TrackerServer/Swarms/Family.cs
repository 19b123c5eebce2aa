using System.Runtime.InteropServices;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>The swarms of one family in one shard, and the peers in them. One thread at a time.</summary>
internal sealed class Family<T>(Usage usage, ulong key)
    where T : unmanaged, IPeer<T>
{
    private readonly Groups<T> _groups = new(usage);
    private readonly Stack<int> _largeFree = [];
    private LargeSwarm?[] _large = [];
    private int _largeEnd;

    public SwarmTable Swarms { get; } = new(usage, key);

    public int PeerCount { get; private set; }

    public int SeedCount { get; private set; }

    public (int Leechers, int Seeds) Count(ref Swarm swarm)
        => swarm.Peers.IsLarge ? (LargeOf(ref swarm).Count - LargeOf(ref swarm).Seeds, LargeOf(ref swarm).Seeds) : (swarm.Peers.Leechers, swarm.Peers.Seeds);

    /// <summary>What a swarm is counted as, without who is counted in the other family; nothing for -1.</summary>
    public ScrapeCounts CountsOf(int number)
    {
        if (number < 0)
        {
            return default;
        }

        ref var swarm = ref Swarms[number];
        var (leechers, seeds) = Count(ref swarm);
        var (twinLeechers, twinSeeds) = T.InlineCapacity == 0 ? (swarm.Peers.TwinLeechers, swarm.Peers.TwinSeeds) : default;
        return new ScrapeCounts(seeds - twinSeeds, (int)Math.Min(swarm.Completed, int.MaxValue / 2), leechers - twinLeechers);
    }

    /// <summary>The groups of a swarm: one, or as many as it has parts.</summary>
    public Span<Group> GroupsOf(ref Swarm swarm) => swarm.Peers.IsLarge ? LargeOf(ref swarm).Parts : MemoryMarshal.CreateSpan(ref swarm.Peers, 1);

    public ReadOnlySpan<T> PeersOf(ref Group group) => _groups.Of(ref group);

    /// <summary>The tag of a peer, if it is here.</summary>
    public bool TryFind(ref Swarm swarm, in T peer, out ushort tag)
    {
        var peers = _groups.Of(ref GroupOf(ref swarm, peer));
        var at = Groups<T>.IndexOf(peers, peer);
        tag = at < 0 ? (ushort)0 : peers[at].Tag;
        return at >= 0;
    }

    public PutResult Put(ref Swarm swarm, in T peer, bool isSeed)
    {
        var result = _groups.Put(ref GroupOf(ref swarm, peer), peer, isSeed);
        if (result is PutResult.Added or PutResult.Turned)
        {
            Account(ref swarm, result == PutResult.Added ? 1 : 0, result == PutResult.Added ? (isSeed ? 1 : 0) : (isSeed ? 1 : -1));
            Grow(ref swarm);
        }

        if (result != PutResult.Full)
        {
            swarm.Peers.Seen = peer.Seen;
        }

        return result;
    }

    public bool Remove(ref Swarm swarm, in T peer)
    {
        ref var group = ref GroupOf(ref swarm, peer);
        var at = Groups<T>.IndexOf(_groups.Of(ref group), peer);
        if (at >= 0)
        {
            RemoveAt(ref swarm, ref group, at);
            Shrink(ref swarm);
        }

        return at >= 0;
    }

    /// <summary>Forgets peers that were silent for longer; returns how many.</summary>
    public int Expire(ref Swarm swarm, ushort now, int silence)
    {
        var before = PeerCount;
        foreach (ref var group in GroupsOf(ref swarm))
        {
            for (var i = group.Count - 1; i >= 0; i--)
            {
                if ((ushort)(now - _groups.Of(ref group)[i].Seen) > silence)
                {
                    RemoveAt(ref swarm, ref group, i);
                }
            }
        }

        Shrink(ref swarm);
        return before - PeerCount;
    }

    /// <summary>Forgets who is in a swarm; returns how many that were.</summary>
    public int Empty(ref Swarm swarm)
    {
        var (leechers, seeds) = Count(ref swarm);
        var main = swarm.Peers;
        foreach (ref var group in GroupsOf(ref swarm))
        {
            _groups.Clear(ref group);
        }

        if (main.IsLarge)
        {
            FreeLarge(ref main);
        }

        swarm.Peers = default;
        swarm.Peers.CopyMarks(main);
        PeerCount -= leechers + seeds;
        SeedCount -= seeds;
        return leechers + seeds;
    }

    /// <summary>Of some swarms of chance the one that nobody announced for longest, or -1; never the one that is spared.</summary>
    public int Oldest(IChance chance, ushort now, int spared)
    {
        var oldest = -1;
        var age = -1;
        for (var i = 0; i < Limits.EvictionSample && Swarms.Count > 0; i++)
        {
            var number = chance.Below(Swarms.End);
            if (number != spared && Swarms.IsUsed(number) && (ushort)(now - Swarms[number].Peers.Seen) > age)
            {
                age = (ushort)(now - Swarms[number].Peers.Seen);
                oldest = number;
            }
        }

        return oldest;
    }

    private ref Group GroupOf(ref Swarm swarm, in T peer)
    {
        if (!swarm.Peers.IsLarge)
        {
            return ref swarm.Peers;
        }

        var large = LargeOf(ref swarm);
        return ref large.Parts[LargeSwarm.PartOf(peer.Hash(key), large.PartCount)];
    }

    private LargeSwarm LargeOf(ref Swarm swarm) => _large[swarm.Peers.Block]!;

    private void RemoveAt(ref Swarm swarm, ref Group group, int at)
    {
        var isSeed = at >= group.Leechers;
        _groups.RemoveAt(ref group, at);
        Account(ref swarm, -1, isSeed ? -1 : 0);
    }

    private void Account(ref Swarm swarm, int peers, int seeds)
    {
        PeerCount += peers;
        SeedCount += seeds;
        if (swarm.Peers.IsLarge)
        {
            LargeOf(ref swarm).Count += peers;
            LargeOf(ref swarm).Seeds += seeds;
        }
    }

    private void Grow(ref Swarm swarm)
    {
        if (!swarm.Peers.IsLarge && swarm.Peers.Count > Sizes.Small)
        {
            var created = new LargeSwarm { Count = swarm.Peers.Count, Seeds = swarm.Peers.Seeds };
            created.Parts[0] = swarm.Peers;
            swarm.Peers.Large(TakeLarge(created));
            Split(created);
        }

        if (swarm.Peers.IsLarge && LargeOf(ref swarm) is var large && large.Count > large.PartCount * Sizes.PartMost)
        {
            Split(large);
        }
    }

    /// <summary>One part more; who belongs there moves there, in the same order.</summary>
    private void Split(LargeSwarm large)
    {
        large.Extend();
        ref var origin = ref large.Parts[LargeSwarm.Origin(large.PartCount)];
        ref var added = ref large.Parts[large.PartCount - 1];
        for (var i = origin.Count - 1; i >= 0; i--)
        {
            var peer = _groups.Of(ref origin)[i];
            if (LargeSwarm.PartOf(peer.Hash(key), large.PartCount) == large.PartCount - 1)
            {
                _groups.Put(ref added, peer, isSeed: i >= origin.Leechers, force: true);
                _groups.RemoveAt(ref origin, i);
            }
        }
    }

    private void Shrink(ref Swarm swarm)
    {
        while (swarm.Peers.IsLarge && LargeOf(ref swarm) is var large && large.Count < (large.PartCount - 1) * Sizes.PartLeast)
        {
            Merge(large);
            if (large.PartCount == 1)
            {
                var main = swarm.Peers;
                FreeLarge(ref main);
                swarm.Peers = large.Parts[0];
                swarm.Peers.CopyMarks(main);
            }
        }
    }

    private void Merge(LargeSwarm large)
    {
        ref var last = ref large.Parts[large.PartCount - 1];
        ref var origin = ref large.Parts[LargeSwarm.Origin(large.PartCount)];
        var peers = _groups.Of(ref last);
        for (var i = 0; i < peers.Length; i++)
        {
            _groups.Put(ref origin, peers[i], isSeed: i >= last.Leechers, force: true);
        }

        _groups.Clear(ref last);
        large.Cut();
    }

    private int TakeLarge(LargeSwarm large)
    {
        if (!_largeFree.TryPop(out var number))
        {
            number = _largeEnd++;
            if (number == _large.Length)
            {
                Array.Resize(ref _large, Math.Max(4, number + (number / 2)));
            }
        }

        _large[number] = large;
        return number;
    }

    private void FreeLarge(ref Group main)
    {
        _large[main.Block] = null;
        _largeFree.Push((int)main.Block);
    }
}
