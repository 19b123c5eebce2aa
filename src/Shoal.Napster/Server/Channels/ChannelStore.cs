using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Channels;

/// <summary>Registered channels on disk, beside the users. Any thread may ask.</summary>
internal sealed class ChannelStore(AccountStore accounts)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Channel> Load()
    {
        var channels = new List<(long Id, Channel Channel)>();
        accounts.Read("SELECT id, name, topic, level, capacity, modes FROM channels ORDER BY id", row => channels.Add((row.GetInt64(0), new Channel(row.GetString(1))
        {
            Topic = row.GetFieldValue<byte[]>(2),
            Level = (Level)row.GetInt32(3),
            Limit = row.GetInt32(4),
            Modes = (ChannelModes)row.GetInt32(5),
        })));
        foreach (var (id, channel) in channels)
        {
            LoadOperators(id, channel);
            LoadBans(id, channel);
        }

        return [.. channels.Select(static each => each.Channel)];
    }

    /// <summary>The channel is kept so, whole or not at all.</summary>
    public void Save(ChannelRecord channel) => accounts.With(database =>
    {
        using var transaction = database.Begin();
        var id = (long)database.Scalar(
            """
            INSERT INTO channels (name, topic, level, capacity, modes) VALUES ($name, $topic, $level, $capacity, $modes)
            ON CONFLICT (name) DO UPDATE SET topic = $topic, level = $level, capacity = $capacity, modes = $modes RETURNING id
            """,
            ("$name", channel.Name), ("$topic", channel.Topic.ToArray()), ("$level", (long)channel.Level), ("$capacity", channel.Limit), ("$modes", (long)channel.Modes))!;
        database.Execute("DELETE FROM channel_operators WHERE channel = $id", ("$id", id));
        database.Execute("DELETE FROM channel_bans WHERE channel = $id", ("$id", id));
        foreach (var user in channel.Operators)
        {
            // An account may have been deleted since.
            database.Execute("INSERT INTO channel_operators (channel, user) SELECT $id, id FROM users WHERE id = $user", ("$id", id), ("$user", user));
        }

        foreach (var ban in channel.Bans)
        {
            database.Execute(
                "INSERT INTO channel_bans (channel, mask, set_by, reason, since) VALUES ($id, $mask, $by, $reason, $since)",
                ("$id", id), ("$mask", ban.Mask), ("$by", ban.SetBy), ("$reason", ban.Reason.ToArray()), ("$since", ban.Since));
        }

        transaction.Commit();
        return true;
    });

    /// <summary>The channel is not kept.</summary>
    public void Delete(string name) => accounts.Run("DELETE FROM channels WHERE name = $name", ("$name", name));

    private void LoadOperators(long id, Channel channel) => accounts.Read(
        "SELECT user, nick FROM channel_operators JOIN users ON users.id = user WHERE channel = $id",
        row => channel.KeptOperators.Add(row.GetInt32(0), row.GetString(1)),
        ("$id", id));

    private void LoadBans(long id, Channel channel) => accounts.Read(
        "SELECT mask, set_by, reason, since FROM channel_bans WHERE channel = $id ORDER BY rowid",
        row => channel.Bans.Add(new ChannelBan(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3))),
        ("$id", id));
}
