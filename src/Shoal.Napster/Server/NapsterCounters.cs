namespace Shoal.Napster.Server;

/// <summary>What the server has seen. Written on its loop; any thread may read, and be a little late.</summary>
internal sealed class NapsterCounters
{
    /// <summary>Connections accepted.</summary>
    public long Connections { get; set; }

    /// <summary>Logins taken.</summary>
    public long Logins { get; set; }

    /// <summary>Logins refused, whyever.</summary>
    public long RefusedLogins { get; set; }

    /// <summary>Searches answered.</summary>
    public long Searches { get; set; }

    /// <summary>Hits in them.</summary>
    public long Hits { get; set; }

    /// <summary>Files that users were told of because of a saved search.</summary>
    public long Wishes { get; set; }

    /// <summary>Files that were asked for at their owner.</summary>
    public long Requests { get; set; }

    /// <summary>Files that were told of, the same again included.</summary>
    public long Shares { get; set; }

    /// <summary>Clients given up because they did not read what they had asked for.</summary>
    public long SlowReaders { get; set; }

    /// <summary>Clients given up because of a message longer than any.</summary>
    public long TooLong { get; set; }

    /// <summary>Connections refused at once: of banned addresses, or of those that have too many.</summary>
    public long RefusedConnections { get; set; }

    /// <summary>Addresses that the server itself banned.</summary>
    public long AutomaticBans { get; set; }

    /// <summary>Times that a client sent so fast that its messages had to wait.</summary>
    public long Floods { get; set; }

    /// <summary>Searches refused because their address made too many.</summary>
    public long RefusedSearches { get; set; }

    /// <summary>Users put out by operators.</summary>
    public long Kills { get; set; }

    /// <summary>Bytes of clients.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes to clients.</summary>
    public long BytesOut { get; set; }

    /// <summary>Each by its name, with what it counts.</summary>
    public IReadOnlyList<(string Name, string Help, long Count)> Read() =>
    [
        ("connections", "Connections accepted.", Connections),
        ("logins", "Logins taken.", Logins),
        ("refused_logins", "Logins refused, whyever.", RefusedLogins),
        ("shares", "Files that were told of, the same again included.", Shares),
        ("searches", "Searches answered.", Searches),
        ("hits", "Hits in them.", Hits),
        ("wishes", "Files that users were told of because of a saved search.", Wishes),
        ("requests", "Files that were asked for at their owner.", Requests),
        ("refused_connections", "Connections refused at once: of banned addresses, or of those that have too many.", RefusedConnections),
        ("refused_searches", "Searches refused because their address made too many.", RefusedSearches),
        ("automatic_bans", "Addresses that the server itself banned.", AutomaticBans),
        ("floods", "Times that a client sent so fast that its messages had to wait.", Floods),
        ("kills", "Users put out by operators.", Kills),
        ("bytes_in", "Bytes of clients.", BytesIn),
        ("bytes_out", "Bytes to clients.", BytesOut),
        ("slow_readers", "Clients given up because they did not read what they had asked for.", SlowReaders),
        ("too_long", "Clients given up because of a message longer than any.", TooLong),
    ];
}
