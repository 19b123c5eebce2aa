using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Sessions;
using Shoal.Net.Rates;

namespace Shoal.Napster.Server.Conduct;

/// <summary>
/// How fast one connection may send. Nothing is lost: what comes too fast waits where it is, and is handled in its order. Who never stops is disconnected and banned for a while.
/// </summary>
internal sealed class FloodControl(NapsterServer server, ConductDesk conduct)
{
    /// <summary>Counts a message that was handled.</summary>
    public void Charge(Session session, MessageType type)
    {
        var options = server.Options.Conduct;
        var cost = CostOf(type);
        if (cost == 0 || options.MessagesPerSecond == 0 || session.IsExempt || session.Level >= Level.Moderator || session.Account.Marks.HasFlag(Marks.Friend) || session.Connection.IsEnding)
        {
            return;
        }

        var pace = new Pace(options.MessagesPerSecond, options.MessageBurst);
        var (now, paid) = (server.Loop.Now.Ticks, session.Paid);
        if (paid <= now)
        {
            session.Flood = null;
        }

        pace.Take(ref paid, cost, now);
        session.Paid = paid;
        var wait = pace.Wait(paid, 0, now);
        if (wait > 0)
        {
            Wait(session, TimeSpan.FromTicks(wait));
        }
    }

    private void Wait(Session session, TimeSpan time)
    {
        if (session.Flood is not { } flood)
        {
            flood = session.Flood = new Flood(server.Loop.Now, server.Loop.CreateTimer(session.Connection.Release));
            server.Counters.Floods++;
            session.Notice($"You send faster than {server.Options.Conduct.MessagesPerSecond} messages a second: what you sent waits its turn, and nothing of it is lost.");
            server.Administration.Moderators.Tell(Notices.Flood, $"{NameOf(session)} floods");
        }
        else if (server.Loop.Now - flood.Since >= Limits.FloodPatience)
        {
            conduct.Ban(session.Remote, "flooding");
            session.Expel("You are disconnected: you have sent too fast for too long");
            return;
        }

        // Some at a time: what waits behind is moved with each that is taken.
        session.Connection.Hold();
        flood.Timer.Arm(time + Limits.FloodPause);
    }

    private static string NameOf(Session session) => session.IsUser ? session.Nick : session.Remote.ToString();

    /// <summary>What clients send by the thousand when they log in is not counted.</summary>
    private static int CostOf(MessageType type) => type switch
    {
        MessageType.Share or MessageType.Unshare or MessageType.UnshareAll or MessageType.ShareBatch or MessageType.ShareTyped or MessageType.Fingerprint
            or MessageType.HotlistAdd or MessageType.HotlistOnLogin or MessageType.AlternatePorts => 0,
        MessageType.Search or MessageType.Browse or MessageType.Sources => 4,
        _ => 1,
    };
}
