namespace Shoal.Catalog.Live;

/// <summary>Goes down a list of numbers, from the highest on.</summary>
internal struct PostingsCursor
{
    private readonly long[]? _numbers;

    /// <summary>Those before it are still to come.</summary>
    private int _end;

    /// <param name="word">Whose shares they are, while another thread may add to them.</param>
    public PostingsCursor(ref Word word)
    {
        if (Volatile.Read(ref word.Many) is { } many)
        {
            _end = many.Count;
            _numbers = many.Numbers;
        }
        else if (Volatile.Read(ref word.One) is not 0 and var one)
        {
            _end = 1;
            _numbers = [one];
        }
    }

    /// <summary>How many are still to come.</summary>
    public readonly int Count => _end;

    /// <summary>The highest at or below that number, which is no higher than the one before; 0 where there is none.</summary>
    public long AtMost(long number)
    {
        if (_end == 0)
        {
            return 0;
        }

        var numbers = _numbers!;
        if (numbers[_end - 1] > number)
        {
            // Steps of twice the length each, then halves of the last one: what is near is found soon, and what is far is not gone through.
            var step = 1;
            while (_end - step > 0 && numbers[_end - step - 1] > number)
            {
                _end -= step;
                step *= 2;
            }

            var low = Math.Max(0, _end - step);
            var found = Array.BinarySearch(numbers, low, _end - low, number);
            _end = found < 0 ? ~found : found + 1;
        }

        return _end > 0 ? numbers[_end - 1] : 0;
    }
}
