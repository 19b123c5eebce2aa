using Microsoft.Data.Sqlite;

namespace Shoal.Data.Tests;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-data-").FullName;

    private IReadOnlyList<Migration> Steps { get; } = Migrations.Of(typeof(SqliteDatabaseTests).Assembly, "Sql");

    private string Path => System.IO.Path.Combine(_folder, "test.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Steps_are_read_in_their_order()
    {
        Assert.Equal([(1, "things"), (2, "weights")], Steps.Select(step => (step.Number, step.Name)));
        Assert.Throws<InvalidOperationException>(() => Migrations.Of(typeof(SqliteDatabaseTests).Assembly, "Nothing"));
    }

    [Fact]
    public void A_new_file_gets_every_step_once()
    {
        using (var first = SqliteDatabase.Open(Path, Steps))
        {
            Assert.Equal(2, first.Version);
            Assert.Equal(7L, first.Scalar("SELECT weight FROM things"));
        }

        using var again = SqliteDatabase.Open(Path, Steps);
        Assert.Equal(1L, again.Scalar("SELECT count(*) FROM things"));
    }

    [Fact]
    public void An_old_file_gets_what_it_lacks_and_keeps_what_it_has()
    {
        using (var old = SqliteDatabase.Open(Path, [Steps[0]]))
        {
            old.Execute("INSERT INTO things (name) VALUES ('mine')");
        }

        using var now = SqliteDatabase.Open(Path, Steps);
        Assert.Equal(2L, now.Scalar("SELECT count(*) FROM things WHERE weight = 7"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        using (SqliteDatabase.Open(Path, [Steps[0]]))
        {
        }

        var broken = new Migration(2, "broken", "CREATE TABLE others (id INTEGER); INSERT INTO nowhere VALUES (1);");
        var failure = Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(Path, [Steps[0], broken]));
        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
        using var after = SqliteDatabase.Open(Path, [Steps[0]]);
        Assert.Equal(0L, after.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'others'"));
    }

    [Fact]
    public void A_file_of_a_later_version_is_left_alone()
    {
        using (SqliteDatabase.Open(Path, Steps))
        {
        }

        var failure = Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(Path, [Steps[0]]));
        Assert.Equal("a later version of shoal wrote it (schema 2, and this one knows 1)", failure.Message);
    }

    [Fact]
    public void What_is_no_database_is_told_and_not_written_to()
    {
        File.WriteAllText(Path, new string('x', 4096));
        Assert.Equal("it is no database of SQLite", Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(Path, Steps)).Message);
        Assert.Equal(new string('x', 4096), File.ReadAllText(Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.Contains("unable to open", Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(System.IO.Path.Combine(_folder, "no", "test.db"), Steps)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reader_is_not_in_the_writer_s_way()
    {
        using var writer = SqliteDatabase.Open(Path, Steps);
        using var reader = SqliteDatabase.Open(Path, Steps);
        using var reading = reader.Command("SELECT name FROM things");
        using var row = reading.ExecuteReader();
        Assert.True(row.Read());

        using (var transaction = writer.Begin())
        {
            writer.Execute("INSERT INTO things (name) VALUES ('meanwhile')");
            transaction.Commit();
        }

        Assert.False(row.Read());
        row.Close();
        Assert.Equal(2L, reader.Scalar("SELECT count(*) FROM things"));
        Assert.Equal("wal", reader.Scalar("PRAGMA journal_mode"));
    }

    /// <summary>Who comes second waits at the beginning, and so never fails halfway.</summary>
    [Fact]
    public void One_writes_at_a_time_and_the_next_waits_for_five_seconds()
    {
        using var first = SqliteDatabase.Open(Path, Steps);
        using var second = SqliteDatabase.Open(Path, Steps);
        Assert.Equal((5000L, 5), (second.Scalar("PRAGMA busy_timeout"), second.Connection.DefaultTimeout));
        second.Execute("PRAGMA busy_timeout = 1");
        second.Connection.DefaultTimeout = 1;
        using (first.Begin())
        {
            Assert.Contains("database is locked", Assert.Throws<SqliteException>(second.Begin).Message, StringComparison.Ordinal);
        }

        second.Begin().Dispose();
    }

    [Fact]
    public void What_was_not_committed_is_gone()
    {
        using var database = SqliteDatabase.Open(Path, Steps);
        using (database.Begin())
        {
            database.Execute("DELETE FROM things");
        }

        Assert.Equal(1L, database.Scalar("SELECT count(*) FROM things WHERE name = $name", ("$name", "the first")));
        Assert.Null(database.Scalar("SELECT NULL"));
    }
}
