using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// Gives peers of a swarm as a run around the circle of all its leechers, or seeds, from a place of chance on: each is as likely as any
/// other, and what is read lies together.
/// </summary>
internal readonly ref struct Window<T>(Family<T> family, Span<Group> groups, bool ofSeeds, int total)
    where T : unmanaged, IPeer<T>
{
    private readonly Span<Group> _groups = groups;

    /// <summary>Writes up to so many peers, never who asks; returns how many.</summary>
    /// <param name="asking">Who asks.</param>
    /// <param name="most">How many.</param>
    /// <param name="chance">Where to begin.</param>
    /// <param name="output">Room for them.</param>
    public int Write(in Asking<T> asking, int most, IChance chance, Span<byte> output)
    {
        most = Math.Min(Math.Min(most, output.Length / T.CompactLength), total - (asking.IsAmong ? 1 : 0));
        if (most <= 0)
        {
            return 0;
        }

        // A run that begins with who asks would be one of its successor too, which would be likelier than the others: another.
        var (group, at) = Place(chance.Below(total));
        while (asking.IsAmong && asking.Is(Of(group)[at]))
        {
            (group, at) = Place(chance.Below(total));
        }

        return Copy(group, at, asking, most, output);
    }

    private int Copy(int group, int at, in Asking<T> asking, int most, Span<byte> output)
    {
        var written = 0;
        var mayMeet = asking.MayBeAmong;
        for (var looked = 0; looked < total && written < most; group = group + 1 == _groups.Length ? 0 : group + 1, at = 0)
        {
            var peers = Of(group);
            for (; at < peers.Length && looked < total && written < most; at++, looked++)
            {
                ref readonly var peer = ref peers[at];
                if (!mayMeet || !asking.Is(peer))
                {
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in peer)), T.CompactLength).CopyTo(output);
                    output = output[T.CompactLength..];
                    written++;
                }
            }
        }

        return written;
    }

    private (int Group, int At) Place(int at)
    {
        var group = 0;
        for (; at >= Length(_groups[group]); group++)
        {
            at -= Length(_groups[group]);
        }

        return (group, at);
    }

    private int Length(in Group group) => ofSeeds ? group.Seeds : group.Leechers;

    private ReadOnlySpan<T> Of(int number)
    {
        ref var group = ref _groups[number];
        var peers = family.PeersOf(ref group);
        return ofSeeds ? peers[group.Leechers..] : peers[..group.Leechers];
    }
}
