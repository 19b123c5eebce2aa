using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>
/// How much each proven address has asked for in these ten seconds, in a table that does not grow. In IPv6 a source is a network of 64 bits, since whoever has one address there
/// has all of those. Where two meet at one place, the one that is over its limit keeps it: a flood is not forgotten because others come.
/// </summary>
/// <param name="hash">Nobody can choose addresses that meet.</param>
/// <param name="most">Requests of one source in <see cref="Limits.SourceWindow"/>; 0 for any number.</param>
internal sealed class SourceLimits(SipHash hash, int most)
{
    private readonly Source[] _sources = new Source[most == 0 ? 0 : Limits.Sources];

    /// <summary>Counts one request; false where it is too many.</summary>
    public bool Allows(Endpoint from, TimeSpan now)
    {
        if (most == 0)
        {
            return true;
        }

        var (high, low) = from.AddressBits;
        var tag = hash.Of(high, from.IsIPv4 ? low : 0, ulong.MaxValue);
        var window = now.Ticks / Limits.SourceWindow.Ticks;
        ref var source = ref _sources[(int)(tag % Limits.Sources)];
        if (source.Window != window || (source.Tag != tag && source.Count < most))
        {
            source = new Source { Tag = tag, Window = window };
        }

        if (source.Tag != tag)
        {
            return true;
        }

        if (source.Count >= most)
        {
            return false;
        }

        source.Count++;
        return true;
    }

    private struct Source
    {
        public ulong Tag;
        public long Window;
        public int Count;
    }
}
