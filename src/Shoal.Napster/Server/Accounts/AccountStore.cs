using System.Text;
using Microsoft.Data.Sqlite;
using Shoal.Catalog;
using Shoal.Data;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Accounts;

/// <summary>Users on disk. Any thread may ask; one at a time is served.</summary>
public sealed class AccountStore : IDisposable
{
    private const string NoSuchUser = "there is no user of that nick";

    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;

    private AccountStore(SqliteDatabase database) => _database = database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DatabaseException">It cannot be opened; the message is part of a sentence.</exception>
    public static AccountStore Open(string path) => new(SqliteDatabase.Open(path, Migrations.Of(typeof(AccountStore).Assembly, "Napster")));

    /// <summary>Registers a user: so the first operator comes to be. A server that runs on the file lets it in at once.</summary>
    /// <param name="nick">1 to 19 characters of ASCII.</param>
    /// <param name="password">1 to 128 bytes of UTF-8.</param>
    /// <param name="level">What the user may do.</param>
    /// <param name="secrets">Salt for the password.</param>
    /// <param name="now">Told as the time of registration.</param>
    /// <returns>Why there is no new user, part of a sentence; null where there is one.</returns>
    public string? Register(string nick, string password, Level level, ISecrets secrets, DateTimeOffset now)
    {
        if (!Nick.TryParse(Encoding.UTF8.GetBytes(nick), out _))
        {
            return $"'{nick}' is no nick: 1 to {Nick.MostLength} characters of ASCII without $*?.!\"\\ and commas, and none that a server speaks by";
        }

        return RefusalOf(password) ?? (Register(nick, PasswordHash.Of(Encoding.UTF8.GetBytes(password), secrets), "", level, now.ToUnixTimeSeconds()) is null ? "there is a user of that nick" : null);
    }

    /// <summary>Gives a user another password. A server that runs on the file asks for it from the next login on.</summary>
    /// <returns>Why it could not be, part of a sentence.</returns>
    public string? SetPassword(string nick, string password, ISecrets secrets)
    {
        if (RefusalOf(password) is { } refusal)
        {
            return refusal;
        }

        var hash = PasswordHash.Of(Encoding.UTF8.GetBytes(password), secrets);
        return Run("UPDATE users SET password = $password WHERE nick = $nick", ("$nick", nick), ("$password", hash)) ? null : NoSuchUser;
    }

    /// <summary>Gives a user another level. A server that runs on the file gives it from the next login on: <see cref="NapsterServer.Administer"/> does so at once.</summary>
    /// <returns>Why it could not be, part of a sentence.</returns>
    public string? SetLevel(string nick, Level level) => Run("UPDATE users SET level = $level WHERE nick = $nick", ("$nick", nick), ("$level", (long)level)) ? null : NoSuchUser;

    /// <summary>Users of a level and above, the highest first.</summary>
    public IReadOnlyList<Account> List(Level least)
    {
        var found = new List<Account>();
        Read("SELECT id, nick, email, level, marks FROM users WHERE level >= $least ORDER BY level DESC, nick", row => found.Add(Read(row)), ("$least", (long)least));
        return found;
    }

    /// <summary>Some of those whom operators have marked.</summary>
    internal IReadOnlyList<Account> ListMarked(int most)
    {
        var found = new List<Account>();
        Read("SELECT id, nick, email, level, marks FROM users WHERE marks != 0 ORDER BY nick LIMIT $most", row => found.Add(Read(row)), ("$most", most));
        return found;
    }

    /// <summary>How many there are.</summary>
    internal long Count() => With(static database => (long)database.Scalar("SELECT count(*) FROM users")!);

    /// <summary>The user of that nick with the password's hash; null where there is none.</summary>
    internal (Account Account, string Password, long Seen)? Find(string nick)
    {
        (Account, string, long)? user = null;
        Read("SELECT id, nick, email, level, marks, password, seen FROM users WHERE nick = $nick", row => user = (Read(row), row.GetString(5), row.GetInt64(6)), ("$nick", nick));
        return user;
    }

    /// <summary>A new user; null where there is one of that nick.</summary>
    internal Account? Register(string nick, string password, string email, Level level, long now)
    {
        Account? user = null;
        Read(
            "INSERT INTO users (nick, password, email, level, created, seen) VALUES ($nick, $password, $email, $level, $now, $now) ON CONFLICT DO NOTHING RETURNING id, nick, email, level, marks",
            row => user = Read(row),
            ("$nick", nick), ("$password", password), ("$email", email), ("$level", (long)level), ("$now", now));
        return user;
    }

    /// <summary>It was there at that time.</summary>
    internal void See(OwnerId user, long now) => Run("UPDATE users SET seen = $now WHERE id = $id", ("$id", user.Value), ("$now", now));

    internal void SetPassword(OwnerId user, string password) => Run("UPDATE users SET password = $password WHERE id = $id", ("$id", user.Value), ("$password", password));

    internal void SetLevel(OwnerId user, Level level) => Run("UPDATE users SET level = $level WHERE id = $id", ("$id", user.Value), ("$level", (long)level));

    internal void SetMarks(OwnerId user, Marks marks) => Run("UPDATE users SET marks = $marks WHERE id = $id", ("$id", user.Value), ("$marks", (long)marks));

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

    /// <summary>Of a row of id, nick, email, level and marks.</summary>
    internal static Account Read(SqliteDataReader row) =>
        new(new OwnerId(row.GetInt32(0)), row.GetString(1), row.GetString(2), (Level)row.GetInt32(3), (Marks)row.GetInt32(4));

    /// <summary>Forgets everybody and all that is theirs.</summary>
    internal void Clear() => Run("DELETE FROM users; DELETE FROM nuked_users; DELETE FROM bans");

    /// <summary>Calls back for each row. The tables of the other parts lie in the same file.</summary>
    internal void Read(string sql, Action<SqliteDataReader> found, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            _database.Read(sql, found, parameters);
        }
    }

    private static string? RefusalOf(string password) =>
        Encoding.UTF8.GetByteCount(password) is 0 or > Limits.PasswordLength || password.Contains('"', StringComparison.Ordinal)
            ? $"a password has 1 to {Limits.PasswordLength} bytes and no quotation marks"
            : null;

    /// <summary>Changes something; false where there was nothing to change.</summary>
    internal bool Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            return _database.Execute(sql, parameters) > 0;
        }
    }
}
