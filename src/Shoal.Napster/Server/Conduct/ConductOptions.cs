using System.Net;

namespace Shoal.Napster.Server.Conduct;

/// <summary>How much one user and one address may ask for. An address of IPv6 counts as its network of 64 bits. Of every number 0 means: any.</summary>
public sealed record ConductOptions
{
    /// <summary>Messages a second of one connection in the long run; what comes faster waits. Shares and hotlists are not counted, a search or a browse counts four times.</summary>
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages at once.</summary>
    public int MessageBurst { get; init; } = 200;

    /// <summary>Connections of one address at a time.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>Connections of one address in a minute; who makes more is banned for a while.</summary>
    public int ConnectionsPerMinute { get; init; } = 120;

    /// <summary>Wrong passwords from one address in ten minutes; who tries more is banned for a while.</summary>
    public int FailedLogins { get; init; } = 10;

    /// <summary>Users registered from one address in an hour.</summary>
    public int RegistrationsPerHour { get; init; } = 50;

    /// <summary>Searches from one address in a minute.</summary>
    public int SearchesPerMinute { get; init; } = 240;

    /// <summary>How long the server itself bans an address.</summary>
    public TimeSpan BanTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Addresses that may do all of this as much as they like.</summary>
    public IReadOnlyList<IPNetwork> Exempt { get; init; } = [];

    /// <summary>Nobody is kept from anything: for measurements.</summary>
    public static ConductOptions Unlimited { get; } = new() { MessagesPerSecond = 0, Connections = 0, ConnectionsPerMinute = 0, FailedLogins = 0, RegistrationsPerHour = 0, SearchesPerMinute = 0 };
}
