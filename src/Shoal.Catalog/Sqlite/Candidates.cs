using Shoal.Catalog.Live;
using Shoal.Catalog.Searching;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>
/// The files with some words that are shared now, from the highest number down, as many as are put in order. The index is asked window by window: it steps through all files of each word
/// of a window until one has all of them, and only between two steps can it be told to stop. Where nothing was found quickly the next window is larger.
/// </summary>
internal sealed class Candidates : IDisposable
{
    /// <summary>The number is in the lower bits of a file's place in the order, counted from the highest down, and the rank above them.</summary>
    private const int RankShift = 48;

    private readonly LiveFiles _live;
    private readonly CatalogOptions _options;
    private readonly TimeProvider _time;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _last;
    private readonly List<ulong> _places = [];
    private readonly List<long> _ids = [];
    private long _top;

    public Candidates(SqliteDatabase database, LiveFiles live, CatalogOptions options, TimeProvider time)
    {
        (_live, _options, _time) = (live, options, time);
        _find = database.Prepare("SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC");
        _last = database.Prepare("SELECT max(id) FROM files");
    }

    /// <summary>Says of a card whether its file is a candidate.</summary>
    public delegate bool Test(in Card card);

    /// <summary>The candidates, the highest number first.</summary>
    public IReadOnlyList<long> Ids => _ids;

    /// <summary>Looks for candidates.</summary>
    /// <param name="words">What the index is asked.</param>
    /// <param name="isOne">It is one word.</param>
    /// <param name="fits">Which of them are candidates.</param>
    /// <param name="stretch">Where; the default from the highest number on.</param>
    /// <param name="most">How many at most.</param>
    /// <returns>Where it looked: with the lowest number that it came to. A stretch that was looked at before ends where it did, whatever time that takes.</returns>
    public Cursor Look(string words, bool isOne, Test fits, Cursor stretch, int most = Limits.Candidates)
    {
        _places.Clear();
        _ids.Clear();
        var isAgain = stretch.Bottom > 0;
        _top = stretch.Top > 0 ? stretch.Top : Last();
        var started = _time.GetTimestamp();
        var lookedAt = 0;
        var windows = new Windows(isOne);
        var bytes = System.Text.Encoding.UTF8.GetBytes(words);
        var least = isAgain ? stretch.Bottom : 1;
        for (var high = _live.HighestFrom(_top); high >= least; high = _live.HighestFrom(high))
        {
            var asked = _time.GetTimestamp();
            var low = Math.Max(least, high - windows.Size + 1);
            _find.BindText(1, bytes).Bind(2, low).Bind(3, high);
            while (_find.Step())
            {
                var id = _find.Number(0);
                lookedAt++;
                if (_live.TryGet(id, out var card) && fits(card))
                {
                    _ids.Add(id);
                    _places.Add(((ulong)card.Rank << RankShift) | (ulong)(_top - id));
                }

                if (isAgain ? lookedAt == 4 * Limits.LookedAt : _ids.Count == most || lookedAt == Limits.LookedAt || ((lookedAt & 0xff) == 0 && IsLate(started)))
                {
                    _find.Reset();
                    return isAgain ? stretch : stretch with { Top = _top, Bottom = id };
                }
            }

            _find.Reset();
            high = low - 1;
            if (!isAgain && IsLate(started))
            {
                return stretch with { Top = _top, Bottom = low };
            }

            windows.OnDone(_time.GetElapsedTime(asked), _options.SearchTime - _time.GetElapsedTime(started));
        }

        return stretch with { Top = _top, Bottom = least };
    }

    /// <summary>The candidates behind that place, the best first.</summary>
    public IEnumerable<(long Id, ulong Place)> BestBehind(Cursor cursor)
    {
        _places.Sort();
        var given = _places.BinarySearch(cursor.Given);
        for (var at = given < 0 ? ~given : given + 1; at < _places.Count; at++)
        {
            yield return (_top - (long)(_places[at] & ((1UL << RankShift) - 1)), _places[at]);
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _last.Dispose();
    }

    private bool IsLate(long started) => _time.GetElapsedTime(started) >= _options.SearchTime;

    private long Last()
    {
        var last = _last.Step() ? _last.Number(0) : 0;
        _last.Reset();
        return last;
    }
}
