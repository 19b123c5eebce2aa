using Shoal.Catalog.Live;

namespace Shoal.Catalog.Sqlite;

/// <summary>
/// Forgets files that nobody shares now, the longest unseen first. It goes along the days on which files were seen; one that is shared now and was not seen today is seen by that, and so
/// is not met again before the others. A bounded number is looked at each time, and the next time goes on behind them.
/// </summary>
internal sealed class Retention(FileTable files, LiveFiles live)
{
    private readonly List<(long Day, long Id)> _oldest = [];
    private static readonly (long Day, long Id) _start = (long.MinValue, 0);

    /// <summary>How far it came among the files that were seen today.</summary>
    private (long Day, long Id) _place = _start;
    private int _left;

    /// <summary>Another batch begins: it may look at so many files as any.</summary>
    public void LookAgain() => _left = Limits.LookedAtToForget;

    /// <summary>Forgets files that were seen last before that day.</summary>
    /// <returns>How many.</returns>
    public int Forget(long before, long today)
    {
        var forgotten = 0;
        var place = _start;
        for (var left = Limits.LookedAtToForget; left > 0 && forgotten < Limits.ForgottenAtOnce; left -= _oldest.Count)
        {
            files.TakeOldest(place, before, _oldest, Limits.ForgottenAtOnce - forgotten);
            if (_oldest.Count == 0)
            {
                break;
            }

            place = _oldest[^1];
            forgotten += Forget(today);
        }

        return forgotten;
    }

    /// <summary>Forgets some files, so that there is room for others; false where none was found that may go.</summary>
    public bool MakeRoom(long today)
    {
        var mayGo = files.Count - live.Files;
        while (mayGo > 0 && _left > 0)
        {
            files.TakeOldest(_start, today, _oldest, Limits.MadeRoomFor);
            if (_oldest.Count == 0)
            {
                files.TakeOldest(_place, long.MaxValue, _oldest, Limits.MadeRoomFor);
                _place = _oldest.Count > 0 ? _oldest[^1] : _start;
            }

            _left -= Math.Max(1, _oldest.Count);
            if (Forget(today) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int Forget(long today)
    {
        var forgotten = 0;
        foreach (var (day, id) in _oldest)
        {
            if (live.OwnerOf(id) == 0)
            {
                files.Delete(id);
                forgotten++;
            }
            else if (day < today)
            {
                files.See(id, today);
            }
        }

        return forgotten;
    }
}
