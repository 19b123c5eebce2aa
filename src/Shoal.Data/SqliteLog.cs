using SQLitePCL;

namespace Shoal.Data;

/// <summary>
/// Keeps the log of a database that is written without end from growing without end. What is in it is copied to its place by the writer after some pages, and as a rule it then begins anew; but not
/// while somebody reads from it, and where one reader always follows another that is never. So a log that became long is waited for: who begins to read then reads past it, and soon nobody is left in it.
/// </summary>
public sealed class SqliteLog
{
    private readonly SqliteDatabase _database;
    private readonly int _pages;
    private readonly int _longPages;
    private readonly TimeSpan _wait;
    private int _written;

    /// <param name="database">The writer's.</param>
    /// <param name="pages">So many are copied at once.</param>
    /// <param name="longPages">So many are a long log.</param>
    /// <param name="wait">For readers, at most.</param>
    public SqliteLog(SqliteDatabase database, int pages, int longPages, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _pages, _longPages, _wait) = (database, pages, longPages, wait);
        _database.Execute("PRAGMA wal_autocheckpoint = 0");
        PagesWritten();
    }

    /// <summary>Pages in the log when it was last looked at, those that were copied included.</summary>
    public int Length { get; private set; }

    /// <summary>To be called when a transaction was committed.</summary>
    public void OnCommitted()
    {
        _written += PagesWritten();
        if (_written < _pages)
        {
            return;
        }

        _written = 0;
        Copy(raw.SQLITE_CHECKPOINT_PASSIVE);
        if (Length >= _longPages)
        {
            _database.Execute($"PRAGMA busy_timeout = {(int)_wait.TotalMilliseconds}");
            Copy(raw.SQLITE_CHECKPOINT_RESTART);
            _database.Execute($"PRAGMA busy_timeout = {(int)Limits.Busy.TotalMilliseconds}");
        }
    }

    /// <summary>Where readers or another writer are in the way, what can be copied is, and the rest the next time.</summary>
    private void Copy(int mode)
    {
        if (raw.sqlite3_wal_checkpoint_v2(_database.Connection.Handle!, "main", mode, out var length, out _) == raw.SQLITE_OK || length >= 0)
        {
            Length = length;
        }
    }

    private int PagesWritten()
    {
        const int CacheWrite = 9;
        raw.sqlite3_db_status(_database.Connection.Handle!, CacheWrite, out var pages, out _, 1);
        return pages;
    }
}
