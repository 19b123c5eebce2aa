namespace Shoal.TrackerServer.Swarms;

/// <summary>A part of the index: numbers of swarms at the place that their hash names or behind it, with 8 bits of the hash, which spare most looks at a swarm.</summary>
internal struct SwarmIndex
{
    private const int LeastLength = 8;
    private const int TagBits = 8;
    private const int TagMask = (1 << TagBits) - 1;

    /// <summary>Number + 1 and bits of the hash; 0 where nothing is.</summary>
    private uint[]? _places;
    private int _count;

    /// <summary>Where a search begins.</summary>
    public readonly int First(ulong hash) => (int)(((hash >> 32) * (uint)(_places?.Length ?? 0)) >> 32);

    /// <summary>The place behind another.</summary>
    public readonly int Next(int place) => place + 1 == _places!.Length ? 0 : place + 1;

    /// <summary>False at the end of a search; the number is -1 where the hash is another.</summary>
    public readonly bool NumberAt(int place, ulong hash, out int number)
    {
        var entry = _places is null ? 0 : _places[place];
        number = (entry & TagMask) == TagOf(hash) ? (int)(entry >> TagBits) - 1 : -1;
        return entry != 0;
    }

    public void Add(SwarmTable table, ulong hash, int number, Usage usage)
    {
        if (_places is null || (_count + 1) * 5 > _places.Length * 4)
        {
            Grow(table, usage);
        }

        Insert(hash, number);
        _count++;
    }

    /// <summary>Takes out a number that is here, and moves those behind it to where they are found without it.</summary>
    public void Remove(SwarmTable table, ulong hash, int number)
    {
        var hole = First(hash);
        while ((int)(_places![hole] >> TagBits) - 1 != number)
        {
            hole = Next(hole);
        }

        for (var place = Next(hole); _places[place] != 0; place = Next(place))
        {
            var home = First(table.HashOf((int)(_places[place] >> TagBits) - 1));
            // It may move to the hole unless its own place lies between hole and here, around the end.
            if (hole <= place ? home <= hole || home > place : home <= hole && home > place)
            {
                _places[hole] = _places[place];
                hole = place;
            }
        }

        _places[hole] = 0;
        _count--;
    }

    private static uint TagOf(ulong hash) => (uint)(hash >> 16) & TagMask;

    private readonly void Insert(ulong hash, int number)
    {
        var place = First(hash);
        while (_places![place] != 0)
        {
            place = Next(place);
        }

        _places[place] = ((uint)(number + 1) << TagBits) | TagOf(hash);
    }

    private void Grow(SwarmTable table, Usage usage)
    {
        var old = _places ?? [];
        _places = GC.AllocateArray<uint>(Math.Max(LeastLength, old.Length + (old.Length / 2)), pinned: true);
        usage.TryTakeBytes((_places.Length - old.Length) * sizeof(uint), force: true);
        foreach (var entry in old)
        {
            if (entry != 0)
            {
                var number = (int)(entry >> TagBits) - 1;
                Insert(table.HashOf(number), number);
            }
        }
    }
}
