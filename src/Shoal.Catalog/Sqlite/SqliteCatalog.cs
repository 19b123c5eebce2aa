using Shoal.Catalog.Live;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>
/// A catalog in a file of SQLite. On disk is every file that was shared and for which there is room; in memory is who is there and what of it he shares now, with all that a search asks of it.
/// So after a start nobody is there until he arrives, and who shares again what he shared before writes nothing.
/// </summary>
public sealed class SqliteCatalog : ICatalog
{
    private readonly string _path;
    private readonly CatalogOptions _options;
    private readonly TimeProvider _time;
    private readonly LiveFiles _live = new();
    private readonly SqliteDatabase _database;
    private readonly CatalogWriter _writer;
    private volatile CatalogCounts? _counts;

    private SqliteCatalog(string path, CatalogOptions options, TimeProvider time)
    {
        (_path, _options, _time) = (path, options, time);
        _database = SqliteDatabase.Open(path, Migrations.Of(typeof(SqliteCatalog).Assembly, "Catalog"));
        _writer = new CatalogWriter(_database, _live, options, time);
        Count();
    }

    /// <summary>Opens the file, or makes it where there is none.</summary>
    /// <exception cref="DatabaseException">It cannot be opened; the message is part of a sentence.</exception>
    public static SqliteCatalog Open(string path, CatalogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new SqliteCatalog(path, options, time);
    }

    /// <inheritdoc/>
    public CatalogCounts Counts => _counts!;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<CatalogChange> changes, Span<ChangeOutcome> outcomes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outcomes.Length, changes.Length);
        try
        {
            _writer.Write(changes, outcomes);
        }
        finally
        {
            Count();
        }
    }

    /// <inheritdoc/>
    public int Forget(DateTimeOffset before)
    {
        var forgotten = _writer.Forget(before);
        Count();
        return forgotten;
    }

    /// <inheritdoc/>
    public ICatalogReader OpenReader() => new CatalogReader(SqliteDatabase.OpenReader(_path), _live, _options, _time);

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _database.Dispose();
    }

    /// <summary>Opens a reader of all files that are kept.</summary>
    internal KeptReader OpenKept() => new(SqliteDatabase.OpenReader(_path));

    /// <summary>Keeps files of owners who are not there; those that are kept already stay as they are. On the writer's thread.</summary>
    internal void Keep(IReadOnlyList<KeptFile> files, Span<OutcomeKind> outcomes)
    {
        _writer.Keep(files, outcomes);
        Count();
    }

    private void Count() => _counts = new CatalogCounts(_live.Files, _live.Bytes, _writer.Kept);
}
