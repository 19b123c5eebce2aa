using Microsoft.Data.Sqlite;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>Reads all files that are kept, in the order of their numbers.</summary>
internal sealed class KeptReader : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _next;

    public KeptReader(SqliteDatabase database)
    {
        _database = database;
        _next = database.Prepare($"SELECT id, owner, seen, {FileColumns.Names} FROM files WHERE id > ?1 ORDER BY id");
    }

    /// <summary>Those behind that number.</summary>
    public List<(long Id, KeptFile File)> Read(long after, int most)
    {
        try
        {
            var files = new List<(long Id, KeptFile File)>();
            _next.Bind(1, after);
            while (files.Count < most && _next.Step())
            {
                var seen = DateTimeOffset.UnixEpoch.AddDays(_next.Number(2));
                files.Add((_next.Number(0), new KeptFile(new OwnerId((int)_next.Number(1)), FileColumns.Read(_next, 3), seen)));
            }

            return files;
        }
        catch (SqliteException e)
        {
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }
        finally
        {
            _next.Reset();
        }
    }

    public void Dispose()
    {
        _next.Dispose();
        _database.Dispose();
    }
}
