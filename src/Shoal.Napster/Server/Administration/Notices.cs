namespace Shoal.Napster.Server.Administration;

/// <summary>What moderators hear of, in the order in which the old servers list it.</summary>
[Flags]
internal enum Notices
{
    None = 0,

    /// <summary>Something went wrong in the server.</summary>
    Error = 1,

    /// <summary>Bans set and lifted, by whomever.</summary>
    Ban = 1 << 1,

    /// <summary>What was changed of a user or of the server.</summary>
    Change = 1 << 2,

    Kill = 1 << 3,

    Level = 1 << 4,

    Server = 1 << 5,

    Muzzle = 1 << 6,

    /// <summary>Whose data port cannot be reached.</summary>
    Port = 1 << 7,

    /// <summary>What moderators say to each other.</summary>
    Wallop = 1 << 8,

    Cloak = 1 << 9,

    /// <summary>Who sends faster than is handled.</summary>
    Flood = 1 << 10,

    Ping = 1 << 11,

    Msg = 1 << 12,

    Whois = 1 << 13,

    /// <summary>Who is watched came.</summary>
    Abuse = 1 << 14,

    All = (1 << 15) - 1,
}
