using Shoal.Catalog.Live;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Sqlite;

/// <summary>The shares that have some words, from the highest number down, as many as are put in order.</summary>
internal sealed class Candidates(LiveFiles live, CatalogOptions options, TimeProvider time)
{
    /// <summary>The number is in the lower bits of a share's place in the order, counted from the highest down, and the rank above them.</summary>
    private const int RankShift = 48;

    private readonly List<ulong> _places = [];
    private readonly List<long> _shares = [];
    private long _top;

    /// <summary>Says of a card whether its share is a candidate.</summary>
    public delegate bool Test(in Card card);

    /// <summary>The candidates, the highest number first.</summary>
    public IReadOnlyList<long> Shares => _shares;

    /// <summary>Looks for candidates.</summary>
    /// <param name="words">What they have.</param>
    /// <param name="last">The last share when the words were looked up.</param>
    /// <param name="fits">Which of them are candidates.</param>
    /// <param name="stretch">Where; the default from the last share on.</param>
    /// <param name="most">How many at most.</param>
    /// <returns>Where it looked: with the lowest number that it came to. A stretch that was looked at before ends where it did, whatever time that takes.</returns>
    public Cursor Look(WordSearch words, long last, Test fits, Cursor stretch, int most = Limits.Candidates)
    {
        _places.Clear();
        _shares.Clear();
        var isAgain = stretch.Bottom > 0;
        _top = stretch.Top > 0 ? stretch.Top : last;
        stretch = stretch with { Top = _top };
        var least = isAgain ? stretch.Bottom : 1;
        var started = time.GetTimestamp();
        var (lookedAt, stops) = (0, 0);
        for (var share = Math.Min(_top, last); ; share--)
        {
            var isFound = words.TryFind(ref share, Limits.StepsAtOnce);
            if (share < least)
            {
                return stretch with { Bottom = least };
            }

            if (!isFound)
            {
                // It is looked at again.
                share++;
                stops++;
            }
            else
            {
                Add(share, fits);
                lookedAt++;
            }

            if (isAgain ? lookedAt == 4 * Limits.LookedAt || stops == Limits.StepsAgain / Limits.StepsAtOnce : HasEnough(isFound, lookedAt, most, started))
            {
                return isAgain ? stretch : stretch with { Bottom = share };
            }
        }
    }

    /// <summary>The candidates behind that place, the best first.</summary>
    public IEnumerable<(long Share, ulong Place)> BestBehind(Cursor cursor)
    {
        _places.Sort();
        var given = _places.BinarySearch(cursor.Given);
        for (var at = given < 0 ? ~given : given + 1; at < _places.Count; at++)
        {
            yield return (_top - (long)(_places[at] & ((1UL << RankShift) - 1)), _places[at]);
        }
    }

    private void Add(long share, Test fits)
    {
        if (live.TryGet(share, out var card) && fits(card))
        {
            _shares.Add(share);
            _places.Add(((ulong)card.Rank << RankShift) | (ulong)(_top - share));
        }
    }

    private bool HasEnough(bool isFound, int lookedAt, int most, long started) =>
        _shares.Count == most || lookedAt == Limits.LookedAt || ((!isFound || (lookedAt & 0xff) == 0) && time.GetElapsedTime(started) >= options.SearchTime);
}
