using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>
/// How much each <see cref="Source"/> has asked for in these ten seconds, in a table that does not grow. Where two meet at one place, the one that is over its limit keeps it: a flood
/// is not forgotten because others come.
/// </summary>
/// <param name="hash">Nobody can choose addresses that meet.</param>
/// <param name="most">Requests of one source in <see cref="Limits.SourceWindow"/>; 0 for any number.</param>
internal sealed class SourceLimits(SipHash hash, int most)
{
    private readonly Place[] _places = new Place[most == 0 ? 0 : Limits.Sources];

    /// <summary>Counts one request; false where it is too many.</summary>
    public bool Allows(Endpoint from, TimeSpan now) => Allows(from, now, out _);

    /// <summary>The same, and whether more than half of what is allowed came.</summary>
    public bool Allows(Endpoint from, TimeSpan now, out bool isNear)
    {
        isNear = false;
        if (most == 0)
        {
            return true;
        }

        var source = Source.Of(from);
        var tag = hash.Of(source.High, source.Low, ulong.MaxValue);
        var window = now.Ticks / Limits.SourceWindow.Ticks;
        ref var place = ref _places[(int)(tag % Limits.Sources)];
        if (place.Window != window || (place.Tag != tag && place.Count < most))
        {
            place = new Place { Tag = tag, Window = window };
        }

        if (place.Tag != tag)
        {
            return true;
        }

        if (place.Count >= most)
        {
            return false;
        }

        place.Count++;
        isNear = place.Count > most / 2;
        return true;
    }

    private struct Place
    {
        public ulong Tag;
        public long Window;
        public int Count;
    }
}
