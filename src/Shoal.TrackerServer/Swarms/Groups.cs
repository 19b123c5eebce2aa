using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shoal.TrackerServer.Swarms;

/// <summary>The peers in groups: finds, takes in, takes out.</summary>
internal sealed class Groups<T>(Usage usage)
    where T : unmanaged, IPeer<T>
{
    private readonly Slab<T> _slab = new(usage);

    /// <summary>The peers of a group, leechers in front.</summary>
    public Span<T> Of(ref Group group) => Places(ref group)[..group.Count];

    public static int IndexOf(ReadOnlySpan<T> peers, in T peer)
    {
        for (var i = 0; i < peers.Length; i++)
        {
            if (peers[i].SameAs(peer))
            {
                return i;
            }
        }

        return -1;
    }

    public PutResult Put(ref Group group, in T peer, bool isSeed, bool force = false)
    {
        var at = IndexOf(Of(ref group), peer);
        var result = at < 0 ? Add(ref group, peer, isSeed, force) : Replace(ref group, at, peer, isSeed);
        if (result != PutResult.Full)
        {
            group.Seen = peer.Seen;
        }

        return result;
    }

    public void RemoveAt(ref Group group, int at)
    {
        var peers = Of(ref group);
        var leechers = group.Leechers;
        if (at < leechers)
        {
            peers[at] = peers[leechers - 1];
            at = leechers - 1;
        }
        else
        {
            group.Seeds--;
        }

        peers[at] = peers[^1];
        group.Count--;
        Shrink(ref group);
    }

    /// <summary>Gives its memory back.</summary>
    public void Clear(ref Group group)
    {
        if (group.Class > 0)
        {
            _slab.Give(group.Block);
        }

        group = default;
    }

    private Span<T> Places(ref Group group)
        => group.Class > 0 ? _slab[group.Block, group.Class] : MemoryMarshal.CreateSpan(ref Unsafe.As<Group, T>(ref group), T.InlineCapacity);

    private PutResult Replace(ref Group group, int at, in T peer, bool isSeed)
    {
        var peers = Of(ref group);
        var leechers = group.Leechers;
        var wasSeed = at >= leechers;
        var result = peers[at].Tag == peer.Tag ? PutResult.Kept : PutResult.Renamed;
        if (wasSeed != isSeed)
        {
            // Over the border between leechers and seeds, which moves by one.
            var border = isSeed ? leechers - 1 : leechers;
            peers[at] = peers[border];
            at = border;
            group.Seeds += isSeed ? 1 : -1;
            result = PutResult.Turned;
        }

        peers[at] = peer;
        return result;
    }

    private PutResult Add(ref Group group, in T peer, bool isSeed, bool force)
    {
        if (group.Count == Capacity(group.Class) && (group.Class + 1 == Sizes.Classes || !TryResize(ref group, group.Class + 1, force)))
        {
            return PutResult.Full;
        }

        var leechers = group.Leechers;
        group.Count++;
        var peers = Of(ref group);
        if (isSeed)
        {
            peers[^1] = peer;
            group.Seeds++;
        }
        else
        {
            peers[^1] = peers[leechers];
            peers[leechers] = peer;
        }

        return PutResult.Added;
    }

    private void Shrink(ref Group group)
    {
        // Two sizes too large, so that coming and going at a border moves nobody.
        if (group.Class > 0 && (group.Count == 0 || (group.Class > 1 && group.Count <= Capacity(group.Class - 2))))
        {
            TryResize(ref group, group.Count == 0 ? 0 : group.Class - 1, force: false);
        }
    }

    private bool TryResize(ref Group group, int sizeClass, bool force)
    {
        // With an inline place the first size of a block would hold no more.
        sizeClass = Capacity(sizeClass) == T.InlineCapacity ? (sizeClass > group.Class ? sizeClass + 1 : 0) : sizeClass;
        var (old, seeds, twins) = (group, group.Seeds, (group.TwinSeeds, group.TwinLeechers));
        var block = 0u;
        if (sizeClass > 0 && !_slab.TryTake(sizeClass, force, out block))
        {
            return false;
        }

        var peers = Of(ref old);
        group.Class = sizeClass;
        group.Block = block;
        group.Seeds = seeds;
        if (sizeClass > 0 && old.Class == 0)
        {
            (group.TwinSeeds, group.TwinLeechers) = (0, 0);
        }

        peers.CopyTo(Places(ref group));
        if (old.Class > 0)
        {
            _slab.Give(old.Block);
        }

        return true;
    }

    private static int Capacity(int sizeClass) => sizeClass == 0 ? T.InlineCapacity : Sizes.Of(sizeClass);
}
