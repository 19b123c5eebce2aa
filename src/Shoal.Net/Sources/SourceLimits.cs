using Shoal.Runtime;

namespace Shoal.Net.Sources;

/// <summary>
/// How much each <see cref="Source"/> has asked for in this window of time, in a table that does not grow. Where two meet at one place, the one that is over its limit keeps it: a flood
/// is not forgotten because others come.
/// </summary>
/// <param name="hash">Nobody can choose addresses that meet.</param>
/// <param name="most">Requests of one source in a window; 0 for any number.</param>
/// <param name="window">How long requests are added up.</param>
/// <param name="places">Sources that are counted at a time; 24 bytes each.</param>
public sealed class SourceLimits(SipHash hash, int most, TimeSpan window, int places)
{
    private readonly Place[] _places = new Place[most == 0 ? 0 : places];

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

        ref var place = ref PlaceOf(from, out var tag);
        var current = now.Ticks / window.Ticks;
        if (place.Window != current || (place.Tag != tag && place.Count < most))
        {
            place = new Place { Tag = tag, Window = current };
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

    /// <summary>True where one more request would be too many; counts nothing.</summary>
    public bool IsFull(Endpoint from, TimeSpan now)
    {
        if (most == 0)
        {
            return false;
        }

        ref var place = ref PlaceOf(from, out var tag);
        return place.Tag == tag && place.Window == now.Ticks / window.Ticks && place.Count >= most;
    }

    private ref Place PlaceOf(Endpoint from, out ulong tag)
    {
        var source = Source.Of(from);
        tag = hash.Of(source.High, source.Low, ulong.MaxValue);
        return ref _places[(int)(tag % (ulong)_places.Length)];
    }

    private struct Place
    {
        public ulong Tag;
        public long Window;
        public int Count;
    }
}
