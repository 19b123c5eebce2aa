using Microsoft.Data.Sqlite;
using Shoal.Data;
using Shoal.Metainfo;
using Shoal.Peers;

namespace Shoal.TrackerServer.Accounts;

/// <summary>Users, passkeys and figures on disk. Any thread may ask; one at a time is served.</summary>
internal sealed class AccountStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly BatchWriter _writer;

    /// <exception cref="DatabaseException">It cannot be opened.</exception>
    public AccountStore(string path)
    {
        _database = SqliteDatabase.Open(path, Migrations.Of(typeof(AccountStore).Assembly, "Accounts"));
        _writer = new BatchWriter(_database);
    }

    /// <summary>Writes all of it, or none and throws.</summary>
    public void Write(AccountBatch batch)
    {
        lock (_gate)
        {
            _writer.Write(batch);
        }
    }

    /// <summary>Of each passkey of users who may come, its digest and whose it is.</summary>
    public Dictionary<Sha256Hash, long> ReadKeys()
    {
        var keys = new Dictionary<Sha256Hash, long>();
        Read("SELECT digest, user FROM passkeys JOIN users ON users.id = user WHERE disabled IS NULL", row => keys.Add(new Sha256Hash((byte[])row[0]), row.GetInt64(1)));
        return keys;
    }

    /// <summary>Tells each peer that was seen since, and up to when its user's seeding is counted; forgets the others.</summary>
    public void ReadPeers(long since, Action<ShareKey, PeerState, long> found)
    {
        ForgetPeers(since);
        Read(
            "SELECT user, torrent, peer, peers.uploaded, peers.downloaded, seen, is_seed, is_gone, until FROM peers JOIN shares USING (user, torrent)",
            row => found(
                new ShareKey(row.GetInt64(0), new Sha1Hash((byte[])row[1])),
                new PeerState(new PeerId((byte[])row[2]), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6) != 0, row.GetInt64(7) != 0),
                row.GetInt64(8)));
    }

    /// <summary>Forgets peers that were silent for long.</summary>
    public void ForgetPeers(long before) => Run("DELETE FROM peers WHERE seen < $before", ("$before", before));

    /// <summary>A new user, or one that was disabled and may come again; null where there is one of that name already.</summary>
    public UserFigures? AddUser(string name, long now)
    {
        var changed = Run("UPDATE users SET disabled = NULL WHERE name = $name AND disabled IS NOT NULL", ("$name", name))
            + Run("INSERT INTO users (name, created) VALUES ($name, $now) ON CONFLICT DO NOTHING", ("$name", name), ("$now", now));
        return changed > 0 ? FindUser(name) : null;
    }

    /// <summary>His passkeys are refused; his figures stay.</summary>
    public void DisableUser(long user, long now) => Run("UPDATE users SET disabled = $now WHERE id = $user AND disabled IS NULL", ("$user", user), ("$now", now));

    /// <summary>Nothing of him stays.</summary>
    public void ForgetUser(long user) => Run("DELETE FROM users WHERE id = $user", ("$user", user));

    public UserFigures? FindUser(string name) => Users("WHERE users.name = $name", ("$name", name)).FirstOrDefault();

    /// <summary>Those behind that name, as many as one answer has.</summary>
    public IReadOnlyList<UserFigures> ListUsers(string after) => Users("WHERE users.name > $after", ("$after", after));

    public KeyFigures AddKey(long user, in Sha256Hash digest, long now)
    {
        var keys = new List<KeyFigures>();
        Read(
            "INSERT INTO passkeys (user, digest, created) VALUES ($user, $digest, $now) RETURNING id, created",
            row => keys.Add(new KeyFigures(row.GetInt64(0), Time(row, 1))),
            ("$user", user), ("$digest", digest.Span.ToArray()), ("$now", now));
        return keys[0];
    }

    /// <summary>False where he has no such key.</summary>
    public bool RemoveKey(long user, long key) => Run("DELETE FROM passkeys WHERE id = $key AND user = $user", ("$key", key), ("$user", user)) > 0;

    /// <summary>Those behind that number, as many as one answer has.</summary>
    public IReadOnlyList<KeyFigures> ListKeys(long user, long after)
    {
        var keys = new List<KeyFigures>();
        Read(
            $"SELECT id, created FROM passkeys WHERE user = $user AND id > $after ORDER BY id LIMIT {Limits.EntriesPerAnswer}",
            row => keys.Add(new KeyFigures(row.GetInt64(0), Time(row, 1))),
            ("$user", user), ("$after", after));
        return keys;
    }

    /// <summary>What he moved, torrent by torrent, the latest first.</summary>
    public IReadOnlyList<ShareFigures> ListShares(long user)
    {
        var shares = new List<ShareFigures>();
        Read(
            "SELECT torrent, uploaded, downloaded, remaining, most_left, seeding, first_seen, last_seen, completed FROM shares WHERE user = $user ORDER BY last_seen DESC, torrent",
            row => shares.Add(new ShareFigures(
                new Sha1Hash((byte[])row[0]), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), TimeSpan.FromSeconds(row.GetInt64(5)),
                Time(row, 6), Time(row, 7), row.IsDBNull(8) ? null : Time(row, 8))),
            ("$user", user));
        return shares;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
            _database.Dispose();
        }
    }

    private List<UserFigures> Users(string where, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var users = new List<UserFigures>();
        Read(
            "SELECT users.id, name, users.created, disabled, (SELECT count(*) FROM passkeys WHERE user = users.id), count(torrent), coalesce(sum(uploaded), 0), coalesce(sum(downloaded), 0) "
            + $"FROM users LEFT JOIN shares ON shares.user = users.id {where} GROUP BY users.id ORDER BY name LIMIT {Limits.EntriesPerAnswer}",
            row => users.Add(new UserFigures(
                row.GetInt64(0), row.GetString(1), Time(row, 2), row.IsDBNull(3) ? null : Time(row, 3), row.GetInt32(4), row.GetInt32(5), row.GetInt64(6), row.GetInt64(7))),
            parameters);
        return users;
    }

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(column));

    private void Read(string sql, Action<SqliteDataReader> each, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            _database.Read(sql, each, parameters);
        }
    }

    private int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            return _database.Execute(sql, parameters);
        }
    }
}
