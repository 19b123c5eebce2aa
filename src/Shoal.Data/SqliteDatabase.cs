using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Shoal.Data;

/// <summary>
/// One connection to a file of SQLite, brought up to the schema that the program knows. Writes go to a log beside it (WAL), so that readers and the writer do not wait for each
/// other; what a transaction wrote is there whole or not at all after a crash. One thread at a time.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private SqliteDatabase(SqliteConnection connection) => Connection = connection;

    /// <summary>For commands.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Opens the file, makes it where there is none, and applies the migrations that it lacks.</summary>
    /// <param name="path">In a folder that is there.</param>
    /// <param name="migrations">All of the schema: <see cref="Migrations.Of"/>.</param>
    /// <exception cref="DatabaseException">It cannot be opened, is no database, or was written by a later version; the message is part of a sentence.</exception>
    public static SqliteDatabase Open(string path, IReadOnlyList<Migration> migrations)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = (int)Limits.Busy.TotalSeconds };
        var database = new SqliteDatabase(new SqliteConnection(settings.ToString()));
        try
        {
            database.Connection.Open();
            // With a log, NORMAL loses no transaction when the program is killed, and at a power cut only the last ones, whole.
            database.Execute($"PRAGMA busy_timeout = {(int)Limits.Busy.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
            database.Migrate(migrations);
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw new DatabaseException(e.SqliteErrorCode == NotADatabase ? "it is no database of SQLite" : e.Message.TrimEnd('.'), e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file once more, to read it only: it has its schema already. What is read in one transaction is as it was when that began.</summary>
    /// <exception cref="DatabaseException">It cannot be opened.</exception>
    public static SqliteDatabase OpenReader(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = (int)Limits.Busy.TotalSeconds };
        var database = new SqliteDatabase(new SqliteConnection(settings.ToString()));
        try
        {
            database.Connection.Open();
            database.Execute($"PRAGMA busy_timeout = {(int)Limits.Busy.TotalMilliseconds};");
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw new DatabaseException(e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>The number of the last migration that was applied.</summary>
    public int Version => Convert.ToInt32(Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);

    /// <summary>Runs statements; how many rows were changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Calls back for each row.</summary>
    public void Read(string sql, Action<SqliteDataReader> each, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(each);
        using var command = Command(sql, parameters);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            each(rows);
        }
    }

    /// <summary>The first value of the first row; null where there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>A command with its parameters.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Statements are written in this program; what comes from others is in parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>A statement that is run often. It is disposed before the connection.</summary>
    public SqliteStatement Prepare(string sql) => new(Connection.Handle!, sql);

    /// <summary>Begins to write at once, so that it does not fail halfway because another began too.</summary>
    public SqliteTransaction Begin() => Connection.BeginTransaction(deferred: false);

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private const int NotADatabase = 26;

    private void Migrate(IReadOnlyList<Migration> migrations)
    {
        using var transaction = Begin();
        var version = Version;
        if (version > migrations.Count)
        {
            throw new DatabaseException($"a later version of shoal wrote it (schema {version}, and this one knows {migrations.Count})");
        }

        foreach (var step in migrations.Skip(version))
        {
            Execute(step.Sql);
            Execute($"PRAGMA user_version = {step.Number}");
        }

        transaction.Commit();
    }
}
