namespace Shoal.Catalog.Live;

/// <summary>The numbers of the shares that have a word, ascending. One thread appends; any may read, for nothing that is there is ever changed.</summary>
internal sealed class Postings(long[] numbers)
{
    /// <summary>Bytes of memory of the two objects.</summary>
    private const int Overhead = 56;

    private long[] _numbers = numbers;
    private int _count = numbers.Length;

    /// <summary>How many. This is to be read before <see cref="Numbers"/>, which then has so many or more.</summary>
    public int Count => Volatile.Read(ref _count);

    public long[] Numbers => Volatile.Read(ref _numbers);

    /// <summary>Bytes of memory.</summary>
    public int Memory => Overhead + (_numbers.Length * sizeof(long));

    /// <summary>Appends a number that is higher than all, or the last one again, which changes nothing.</summary>
    /// <returns>How many more bytes of memory it takes now.</returns>
    public int Append(long number)
    {
        if (_numbers[_count - 1] == number)
        {
            return 0;
        }

        var more = 0;
        if (_count == _numbers.Length)
        {
            // By half: twice as much would leave a quarter of all memory empty.
            more = 1 + (_count / 2);
            var longer = new long[_count + more];
            _numbers.CopyTo(longer, 0);
            Volatile.Write(ref _numbers, longer);
        }

        _numbers[_count] = number;
        Volatile.Write(ref _count, _count + 1);
        return more * sizeof(long);
    }

    /// <summary>These without some; the same where that would be nearly all, and null where none is left.</summary>
    public Postings? Without(Predicate<long> isOver)
    {
        var all = _numbers.AsSpan(0, _count);
        var left = 0;
        foreach (var number in all)
        {
            left += isOver(number) ? 0 : 1;
        }

        if (left > all.Length * 3 / 4)
        {
            return this;
        }

        var kept = new long[left];
        foreach (var number in all)
        {
            if (!isOver(number))
            {
                kept[^left--] = number;
            }
        }

        return kept.Length > 0 ? new Postings(kept) : null;
    }
}
