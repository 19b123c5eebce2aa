using Shoal.Napster.Protocol;

namespace Shoal.Napster.Server.Administration;

/// <summary>What orders are called by those who say them in words: to operserv, or where the server is run.</summary>
internal static class Commands
{
    private static readonly SortedDictionary<string, MessageType> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ban"] = MessageType.Ban,
        ["banlist"] = MessageType.Bans,
        ["clients"] = MessageType.ClientTally,
        ["cloak"] = MessageType.Cloak,
        ["config"] = MessageType.Setting,
        ["connect"] = MessageType.LinkServer,
        ["cycle"] = MessageType.RedirectAll,
        ["disconnect"] = MessageType.UnlinkServer,
        ["histogram"] = MessageType.Histogram,
        ["kill"] = MessageType.Kill,
        ["killserver"] = MessageType.KillServer,
        ["level"] = MessageType.SetLevel,
        ["links"] = MessageType.LinkedServers,
        ["loglevel"] = MessageType.LogLevel,
        ["masskill"] = MessageType.MassKill,
        ["muzzle"] = MessageType.Muzzle,
        ["nuke"] = MessageType.NukeRegistration,
        ["password"] = MessageType.SetPassword,
        ["pingservers"] = MessageType.PingServers,
        ["port"] = MessageType.MovePort,
        ["reconfig"] = MessageType.ResetSetting,
        ["redirect"] = MessageType.RedirectUser,
        ["register"] = MessageType.RegisterUser,
        ["rehash"] = MessageType.Rehash,
        ["server"] = MessageType.WhichServer,
        ["speed"] = MessageType.SetLine,
        ["stats"] = MessageType.Usage,
        ["unban"] = MessageType.Unban,
        ["unmuzzle"] = MessageType.Unmuzzle,
        ["unnuke"] = MessageType.UnnukeRegistration,
        ["userflags"] = MessageType.UserFlags,
        ["usermode"] = MessageType.UserMode,
        ["users"] = MessageType.Users,
        ["version"] = MessageType.ServerVersion,
        ["whowas"] = MessageType.WhoWasThere,
    };

    /// <summary>Each with the message that means the same, in the order of their names.</summary>
    public static IReadOnlyDictionary<string, MessageType> All => Table;
}
