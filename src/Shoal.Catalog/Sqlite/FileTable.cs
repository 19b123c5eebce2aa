using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>The writer's statements about files.</summary>
internal sealed class FileTable : IDisposable
{
    private const int FirstColumn = 2;

    private readonly FileColumns _columns = new();
    private readonly Hashes _hashes;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _see;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _oldest;

    public FileTable(SqliteDatabase database, Hashes hashes)
    {
        _hashes = hashes;
        _find = database.Prepare($"SELECT id, seen, {FileColumns.Names} FROM files WHERE owner = ?1 AND hash = ?2");
        _insert = database.Prepare($"INSERT INTO files (id, owner, hash, seen, {FileColumns.Names}) VALUES (?{string.Join(", ?", Enumerable.Range(1, 4 + FileColumns.Count))})");
        _update = database.Prepare($"UPDATE files SET (seen, {FileColumns.Names}) = (?{string.Join(", ?", Enumerable.Range(2, 1 + FileColumns.Count))}) WHERE id = ?1");
        _see = database.Prepare("UPDATE files SET seen = ?2 WHERE id = ?1");
        _delete = database.Prepare("DELETE FROM files WHERE id = ?1");
        _oldest = database.Prepare("SELECT seen, id FROM files WHERE (seen, id) > (?1, ?2) AND seen < ?3 ORDER BY seen, id");
        Count = (long)database.Scalar("SELECT count(*) FROM files")!;
        LastId = (long)(database.Scalar("SELECT max(id) FROM files") ?? 0L);
    }

    /// <summary>Files that are kept.</summary>
    public long Count { get; private set; }

    /// <summary>The highest number that was given.</summary>
    public long LastId { get; private set; }

    /// <summary>The number of the owner's file with this path; 0 where there is none.</summary>
    public long Find(OwnerId owner, ReadOnlySpan<byte> path)
    {
        var id = Seek(owner, path);
        _find.Reset();
        return id;
    }

    /// <summary>Brings the file's row to what the file is now: nothing is written where it is that already and was seen today.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="file">As it is now.</param>
    /// <param name="id">Its number; 0 where it has none yet.</param>
    /// <param name="day">Today.</param>
    /// <returns>Its number.</returns>
    public long Put(OwnerId owner, SharedFile file, long id, long day)
    {
        if (id == 0)
        {
            id = ++LastId;
            _insert.Bind(1, id).Bind(2, owner.Value).Bind(3, _hashes.OfPath(file.Path.Span)).Bind(4, day);
            _columns.Bind(_insert, 5, file);
            _insert.Run();
            Count++;
            return id;
        }

        Seek(owner, file.Path.Span);
        var isSame = _columns.AreSame(_find, FirstColumn, file);
        var wasSeen = _find.Number(1) >= day;
        _find.Reset();
        if (!isSame)
        {
            _update.Bind(1, id).Bind(2, day);
            _columns.Bind(_update, 3, file);
            _update.Run();
        }
        else if (!wasSeen)
        {
            See(id, day);
        }

        return id;
    }

    /// <summary>It was seen that day.</summary>
    public void See(long id, long day) => _see.Bind(1, id).Bind(2, day).Run();

    /// <summary>It is forgotten.</summary>
    public void Delete(long id)
    {
        _delete.Bind(1, id).Run();
        Count--;
    }

    /// <summary>Files that were seen last before that day, the longest unseen first, from a place on.</summary>
    /// <param name="from">A file's day and number: those behind it.</param>
    /// <param name="before">That day.</param>
    /// <param name="found">To be filled; what it holds is dropped.</param>
    /// <param name="most">How many at most.</param>
    public void TakeOldest((long Day, long Id) from, long before, List<(long Day, long Id)> found, int most)
    {
        found.Clear();
        _oldest.Bind(1, from.Day).Bind(2, from.Id).Bind(3, before);
        while (found.Count < most && _oldest.Step())
        {
            found.Add((_oldest.Number(0), _oldest.Number(1)));
        }

        _oldest.Reset();
    }

    /// <summary>What was counted since a transaction began that came to nothing.</summary>
    public void Restore(long count, long lastId) => (Count, LastId) = (count, lastId);

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_find, _insert, _update, _see, _delete, _oldest])
        {
            statement.Dispose();
        }
    }

    /// <summary>Goes to the row of a path, and stays there. Two paths with one hash are told apart.</summary>
    private long Seek(OwnerId owner, ReadOnlySpan<byte> path)
    {
        _find.Bind(1, owner.Value).Bind(2, _hashes.OfPath(path));
        while (_find.Step())
        {
            if (_find.Bytes(FirstColumn).SequenceEqual(path))
            {
                return _find.Number(0);
            }
        }

        return 0;
    }
}
