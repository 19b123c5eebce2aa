namespace Shoal.Dht.Serving;

/// <summary>
/// A moment for each of many tags, in a table that is as large as what it must hold and never larger than its bound. Whoever's moment is over need not be remembered: its place is free.
/// A tag has eight places to lie in; where all are taken the table doubles, and at its bound the earliest moment goes.
/// </summary>
/// <param name="most">Places at most, a power of two; 16 bytes each.</param>
internal sealed class TimedPlaces(int most)
{
    private const int Ways = 8;
    private const int Least = 8 * Ways;

    private Place[] _places = [];

    /// <summary>Places that there are now.</summary>
    public int Size => _places.Length;

    /// <summary>The moment of a tag, in ticks; zero where it has none.</summary>
    public long this[ulong tag]
    {
        get
        {
            var place = Find(tag, out _);
            return place < 0 ? 0 : _places[place].Moment;
        }
    }

    /// <summary>Finds the place of a tag or takes one for it, with a moment that is over; false where all that it could have are kept.</summary>
    /// <param name="tag">Which nobody can choose: a keyed hash.</param>
    /// <param name="now">The moment that it is, in ticks.</param>
    /// <param name="keep">Moments later than this lose their place to nobody.</param>
    /// <param name="place">The place, until the next call.</param>
    public bool TryTake(ulong tag, long now, long keep, out int place)
    {
        place = Find(tag, out var earliest);
        while (place < 0 && _places.Length < most && (earliest < 0 || _places[earliest].Moment > now))
        {
            Grow(now);
            Find(tag, out earliest);
        }

        if (place < 0 && _places[earliest].Moment <= Math.Max(keep, now))
        {
            place = earliest;
            _places[place] = new Place { Tag = tag };
        }

        return place >= 0;
    }

    /// <summary>The moment of a place.</summary>
    public ref long At(int place) => ref _places[place].Moment;

    /// <summary>The place of a tag, or -1 and that of the earliest moment where it could be.</summary>
    private int Find(ulong tag, out int earliest)
    {
        earliest = -1;
        if (_places.Length == 0)
        {
            return -1;
        }

        var first = (int)(tag & (ulong)(_places.Length / Ways - 1)) * Ways;
        earliest = first;
        for (var i = first; i < first + Ways; i++)
        {
            if (_places[i].Tag == tag)
            {
                return i;
            }

            earliest = _places[i].Moment < _places[earliest].Moment ? i : earliest;
        }

        return -1;
    }

    /// <summary>What lay together in eight places lies in twice eight afterwards: nothing is lost.</summary>
    private void Grow(long now)
    {
        var old = _places;
        _places = new Place[Math.Max(Least, old.Length * 2)];
        foreach (var place in old)
        {
            if (place.Moment > now)
            {
                Find(place.Tag, out var free);
                _places[free] = place;
            }
        }
    }

    private struct Place
    {
        public ulong Tag;
        public long Moment;
    }
}
