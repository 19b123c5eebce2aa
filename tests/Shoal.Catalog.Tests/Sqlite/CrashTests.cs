using Microsoft.Data.Sqlite;
using Shoal.Catalog.Sqlite;
using Shoal.Data;

namespace Shoal.Catalog.Tests.Sqlite;

public sealed class CrashTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-crash-").FullName;

    public void Dispose()
    {
        _catalog.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The files as they are on disk after each write are what a kill leaves: nothing of them is closed.</summary>
    [Fact]
    public void What_was_written_is_there_after_a_kill()
    {
        _catalog.Arrive(1);
        for (var i = 0; i < 5; i++)
        {
            _catalog.Share(1, $"tune {i} a", $"tune {i} b");
            _catalog.Unshare(1, $"tune {i} b");
            var copy = Copy(i);
            using var after = SqliteCatalog.Open(copy, new CatalogOptions(), _catalog.Time);
            Assert.Equal(new CatalogCounts(0, 0, 2 * (i + 1)), after.Counts);
            var outcomes = new ChangeOutcome[2];
            after.Write([new(ChangeKind.Arrive, new OwnerId(1)), new(ChangeKind.Share, new OwnerId(1), TestCatalog.File($"tune {i} b"))], outcomes);
            using var reader = after.OpenReader();
            Assert.Equal([$"tune {i} b"], reader.Search(TestCatalog.Query("tune")).Files.Select(found => found.File.Text));
            Assert.Equal("ok", Check(copy));
        }
    }

    /// <summary>A disk that is full: nothing of the batch stays, on disk or in memory, and it may be tried again.</summary>
    [Fact]
    public void A_write_that_fails_leaves_everything_as_it_was()
    {
        var one = new OwnerId(1);
        _catalog.Arrive(1, speed: 3);
        _catalog.Arrive(3);
        _catalog.Share(1, "tune a", "tune b");
        _catalog.Share(3, "tune c");
        var before = (_catalog.Store.Counts, _catalog.Search("tune"));
        _catalog.Ask("CREATE TRIGGER full BEFORE INSERT ON files WHEN NEW.owner = 2 BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        CatalogChange[] batch =
        [
            new(ChangeKind.Unshare, one, Path: "tune a"u8.ToArray()),
            new(ChangeKind.Share, one, TestCatalog.File("tune a", 5)),
            new(ChangeKind.Update, one, Presence: new Presence(9, false)),
            new(ChangeKind.UnshareAll, one),
            new(ChangeKind.Arrive, one, Presence: new Presence(1, true)),
            new(ChangeKind.Share, one, TestCatalog.File("tune new")),
            new(ChangeKind.Depart, new OwnerId(3)),
            new(ChangeKind.Arrive, new OwnerId(2), Presence: new Presence(1, true)),
            new(ChangeKind.Share, new OwnerId(2), TestCatalog.File("tune other")),
        ];
        var failure = Assert.Throws<CatalogException>(() => _catalog.Write(batch));
        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, (_catalog.Store.Counts, before.Item2));
        Assert.Equal(before.Item2, _catalog.Search("tune"));
        Assert.Equal(2, _catalog.Reader.Browse(one, 0, 10).Count);
        Assert.Equal(["tune b", "tune a"], _catalog.Search(TestCatalog.Query("tune") with { Speed = new(3, 3) }));

        _catalog.Ask("DROP TRIGGER full");
        Assert.All(_catalog.Write(batch), outcome => Assert.Equal(OutcomeKind.Done, outcome.Kind));
        Assert.Equal(["tune new", "tune other"], _catalog.Search("tune").Order());
        Assert.Equal(5, _catalog.Store.Counts.Kept);
    }

    /// <summary>Until the words of all that is kept were on disk too; what it has of files is kept.</summary>
    [Fact]
    public void A_catalog_of_the_first_schema_is_used_on()
    {
        var path = Path.Combine(_folder, "old.db");
        using (var old = SqliteDatabase.Open(path, [.. Migrations.Of(typeof(SqliteCatalog).Assembly, "Catalog").Take(1)]))
        {
            old.Execute("INSERT INTO files (id, owner, hash, path, text, size, media, bitrate, frequency, duration, seen) VALUES (7, 1, 0, x'61', 'old tune', 5, 0, 0, 0, 0, 0)");
            old.Execute("INSERT INTO words (rowid, text) VALUES (7, 'old tune')");
        }

        using var catalog = SqliteCatalog.Open(path, new CatalogOptions(), _catalog.Time);
        Assert.Equal(new CatalogCounts(0, 0, 1), catalog.Counts);
        catalog.Write([new(ChangeKind.Arrive, new OwnerId(1)), new(ChangeKind.Share, new OwnerId(1), TestCatalog.File("tune"))], new ChangeOutcome[2]);
        using var reader = catalog.OpenReader();
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'words%' OR name = 'vocabulary'";
            Assert.Equal(0L, command.ExecuteScalar());
        }

        Assert.Equal([8L], reader.Search(TestCatalog.Query("tune")).Files.Select(found => found.Id));
        Assert.Equal("ok", Check(path));
    }

    private string Copy(int number)
    {
        var copy = Path.Combine(_folder, $"{number}.db");
        File.Copy(_catalog.Path, copy);
        File.Copy(_catalog.Path + "-wal", copy + "-wal");
        return copy;
    }

    private static string Check(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT integrity_check FROM pragma_integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
