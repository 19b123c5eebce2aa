using Microsoft.Data.Sqlite;
using Shoal.Catalog;
using Shoal.Data;

namespace Shoal.Napster.Server.Accounts;

/// <summary>Users on disk. Any thread may ask; one at a time is served.</summary>
public sealed class AccountStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;

    private AccountStore(SqliteDatabase database) => _database = database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DatabaseException">It cannot be opened; the message is part of a sentence.</exception>
    public static AccountStore Open(string path) => new(SqliteDatabase.Open(path, Migrations.Of(typeof(AccountStore).Assembly, "Napster")));

    /// <summary>The user of that nick with the password's hash; null where there is none.</summary>
    internal (Account Account, string Password, long Seen)? Find(string nick)
    {
        lock (_gate)
        {
            using var command = _database.Command("SELECT id, nick, email, level, muzzled, password, seen FROM users WHERE nick = $nick", ("$nick", nick));
            using var row = command.ExecuteReader();
            return row.Read() ? (Read(row), row.GetString(5), row.GetInt64(6)) : null;
        }
    }

    /// <summary>A new user; null where there is one of that nick.</summary>
    internal Account? Register(string nick, string password, string email, Level level, long now)
    {
        lock (_gate)
        {
            using var command = _database.Command(
                "INSERT INTO users (nick, password, email, level, created, seen) VALUES ($nick, $password, $email, $level, $now, $now) ON CONFLICT DO NOTHING RETURNING id, nick, email, level, muzzled",
                ("$nick", nick), ("$password", password), ("$email", email), ("$level", (long)level), ("$now", now));
            using var row = command.ExecuteReader();
            return row.Read() ? Read(row) : null;
        }
    }

    /// <summary>It was there at that time.</summary>
    internal void See(OwnerId user, long now) => Run("UPDATE users SET seen = $now WHERE id = $id", ("$id", user.Value), ("$now", now));

    internal void SetPassword(OwnerId user, string password) => Run("UPDATE users SET password = $password WHERE id = $id", ("$id", user.Value), ("$password", password));

    internal void SetEmail(OwnerId user, string email) => Run("UPDATE users SET email = $email WHERE id = $id", ("$id", user.Value), ("$email", email));

    /// <summary>For what else is kept in the file.</summary>
    internal T With<T>(Func<SqliteDatabase, T> work)
    {
        lock (_gate)
        {
            return work(_database);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static Account Read(SqliteDataReader row) =>
        new(new OwnerId(row.GetInt32(0)), row.GetString(1), row.GetString(2), (Level)row.GetInt32(3), row.GetBoolean(4));

    /// <summary>Forgets everybody and all that is theirs.</summary>
    internal void Clear() => Run("DELETE FROM users");

    /// <summary>Calls back for each row. The tables of the other parts lie in the same file.</summary>
    internal void Read(string sql, Action<SqliteDataReader> found, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = _database.Command(sql, parameters);
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                found(row);
            }
        }
    }

    /// <summary>Changes something.</summary>
    internal void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = _database.Command(sql, parameters);
            command.ExecuteNonQuery();
        }
    }
}
