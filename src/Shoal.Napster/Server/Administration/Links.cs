using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>This server is linked to no other: what asks for links is told so.</summary>
internal static class Links
{
    public static void Register(Orders orders)
    {
        orders.On(MessageType.LinkedServers, Level.Leech, static (by, _) => by.Answer(MessageType.LinkedServers, ""));
        orders.On(MessageType.LinkServer, Level.Admin, static (by, _) => by.Fail("server connect", "no such server"));
        orders.On(MessageType.UnlinkServer, Level.Admin, static (by, _) => by.Fail("server disconnect", "no such server"));
        orders.On(MessageType.PingServers, Level.Moderator, static (by, _) => by.Fail("ping all servers", "this server is linked to no other"));
        orders.On(MessageType.KillServer, Level.Elite, static (by, _) => by.Fail("kill server", "it is stopped where it was started"));
    }
}
