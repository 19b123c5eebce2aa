using Microsoft.Data.Sqlite;
using Shoal.Catalog.Live;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>
/// Writes changes, a batch in one transaction. Who is there and what he shares is in memory (<see cref="LiveFiles"/>) and follows change by change; where the transaction comes to nothing
/// it is undone. Readers see what is new there when the transaction is through, and then it is in the database too.
/// </summary>
internal sealed class CatalogWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly LiveFiles _live;
    private readonly CatalogOptions _options;
    private readonly TimeProvider _time;
    private readonly FileTable _files;
    private readonly Hashes _hashes;
    private readonly Retention _retention;
    private readonly SqliteLog _log;

    public CatalogWriter(SqliteDatabase database, LiveFiles live, CatalogOptions options, TimeProvider time)
    {
        (_database, _live, _options, _time) = (database, live, options, time);
        database.Execute($"PRAGMA cache_size = {-options.WriterMemory / 1024}");
        _hashes = new Hashes(database);
        _files = new FileTable(database, _hashes);
        _retention = new Retention(_files, live);
        _log = new SqliteLog(database, Limits.LogPages, Limits.LongLogPages, Limits.WaitForReaders);
    }

    /// <summary>Files that are kept.</summary>
    public long Kept => _files.Count;

    /// <summary>Pages in the log when it was last looked at.</summary>
    public int LogLength => _log.Length;

    private long Today => DayOf(_time.GetUtcNow());

    public void Write(ReadOnlySpan<CatalogChange> changes, Span<ChangeOutcome> outcomes)
    {
        var (kept, lastId) = (_files.Count, _files.LastId);
        _retention.LookAgain();
        try
        {
            using var transaction = _database.Begin();
            for (var i = 0; i < changes.Length; i++)
            {
                outcomes[i] = Apply(changes[i]);
            }

            transaction.Commit();
            _live.Keep();
        }
        catch (SqliteException e)
        {
            _live.Undo();
            _files.Restore(kept, lastId);
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }

        _log.OnCommitted();
    }

    /// <summary>Keeps files of owners who are not there, as an import brings them.</summary>
    public void Keep(IReadOnlyList<KeptFile> files, Span<OutcomeKind> outcomes)
    {
        var (kept, lastId) = (_files.Count, _files.LastId);
        _retention.LookAgain();
        try
        {
            using var transaction = _database.Begin();
            for (var i = 0; i < files.Count; i++)
            {
                outcomes[i] = Keep(files[i]);
            }

            transaction.Commit();
        }
        catch (SqliteException e)
        {
            _files.Restore(kept, lastId);
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }

        _log.OnCommitted();
    }

    public int Forget(DateTimeOffset before)
    {
        var (kept, lastId) = (_files.Count, _files.LastId);
        try
        {
            using var transaction = _database.Begin();
            var forgotten = _retention.Forget(DayOf(before), Today);
            transaction.Commit();
            _log.OnCommitted();
            return forgotten;
        }
        catch (SqliteException e)
        {
            _files.Restore(kept, lastId);
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }
    }

    public void Dispose() => _files.Dispose();

    private static long DayOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / (long)TimeSpan.FromDays(1).TotalSeconds;

    private ChangeOutcome Apply(in CatalogChange change)
    {
        var owner = change.Owner.Value;
        ArgumentOutOfRangeException.ThrowIfLessThan(owner, 1);
        if (change.Kind == ChangeKind.Arrive)
        {
            var before = _live.TryGetVisit(owner, out var last) ? new ChangeOutcome(OutcomeKind.Done, -last.Files, -last.Bytes) : default;
            _live.Arrive(owner, change.Presence);
            return before;
        }

        if (!_live.TryGetVisit(owner, out var visit))
        {
            return new ChangeOutcome(OutcomeKind.Absent, 0, 0);
        }

        var (files, bytes, newest) = (visit.Files, visit.Bytes, _files.LastId);
        var outcome = OutcomeKind.Done;
        switch (change.Kind)
        {
            case ChangeKind.Update:
                _live.Update(visit, change.Presence);
                break;
            case ChangeKind.Share:
                outcome = Share(change.Owner, visit, change.File ?? throw new ArgumentException("a share has no file", nameof(change)));
                break;
            case ChangeKind.Unshare:
                outcome = Unshare(change.Owner, visit, change.Path.Span);
                break;
            case ChangeKind.UnshareAll:
                _live.RemoveAll(owner, visit);
                break;
            case ChangeKind.Depart:
                _live.Depart(owner);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Kind, null);
        }

        return new ChangeOutcome(outcome, visit.Files - files, visit.Bytes - bytes, _files.LastId > newest ? _files.LastId : 0);
    }

    private OutcomeKind Share(OwnerId owner, Visit visit, SharedFile file)
    {
        if (!FileColumns.Fit(file))
        {
            return OutcomeKind.TooLong;
        }

        var id = _files.Find(owner, file.Path.Span);
        if (id != 0 && _live.OwnerOf(id) != 0)
        {
            return OutcomeKind.AlreadyShared;
        }

        if ((id == 0 && !HasRoom()) || _live.Memory >= _options.LiveMemory)
        {
            return OutcomeKind.Full;
        }

        id = _files.Put(owner, file, id, Today);
        _live.Add(id, owner, visit, file, _hashes.OfSource(file.Token.Span, file.Size));
        return OutcomeKind.Done;
    }

    private OutcomeKind Unshare(OwnerId owner, Visit visit, ReadOnlySpan<byte> path)
    {
        var id = _files.Find(owner, path);
        if (id == 0 || _live.OwnerOf(id) == 0)
        {
            return OutcomeKind.NotShared;
        }

        _live.Remove(id, visit);
        return OutcomeKind.Done;
    }

    private OutcomeKind Keep(KeptFile kept)
    {
        if (!FileColumns.Fit(kept.File))
        {
            return OutcomeKind.TooLong;
        }

        var id = _files.Find(kept.Owner, kept.File.Path.Span);
        if (id != 0)
        {
            return OutcomeKind.AlreadyShared;
        }

        if (!HasRoom())
        {
            return OutcomeKind.Full;
        }

        _files.Put(kept.Owner, kept.File, 0, Math.Min(DayOf(kept.Seen), Today));
        return OutcomeKind.Done;
    }

    private bool HasRoom() => _files.Count < _options.MostFiles || _retention.MakeRoom(Today);
}
