using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration.Bans;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>Users who are put out: they may come again.</summary>
internal sealed class Removals(NapsterServer server, Subjects subjects)
{
    private const string What = "kill";

    public void Register(Orders orders)
    {
        orders.On(MessageType.Kill, Level.Moderator, Kill);
        orders.On(MessageType.MassKill, Level.Moderator, KillAll);
    }

    /// <summary>Puts a user out.</summary>
    public void Remove(Session session, string reason)
    {
        server.Counters.Kills++;
        server.Remove(session);
        session.Notice(reason);
        session.Send(MessageType.Disconnecting, $"0");
        session.Connection.End();
    }

    private void Kill(Operator by, Fields fields)
    {
        if (!subjects.TryPresent(by, What, ref fields, out var session))
        {
            return;
        }

        var reason = Subjects.Reason(ref fields);
        if (by.IsAbove(session.Level))
        {
            Kill(by, session, reason);
        }
        else
        {
            by.Fail(What, "permission denied");
        }
    }

    private void KillAll(Operator by, Fields fields)
    {
        if (!fields.TryNext(out var field))
        {
            by.Fail(What, "too few parameters");
            return;
        }

        if (!BanTarget.TryParse(LegacyText.Decode(field), out var target, out _) || !target.IsAddress)
        {
            by.Fail(What, "invalid ip");
            return;
        }

        var reason = Subjects.Reason(ref fields);
        foreach (var session in server.Roster.All.Where(session => target.Matches(session.Remote)).ToList())
        {
            if (by.IsAbove(session.Level))
            {
                Kill(by, session, reason);
            }
            else
            {
                by.Fail(What, $"permission denied for {session.Nick}");
            }
        }
    }

    private void Kill(Operator by, Session session, string reason)
    {
        by.Report(Notices.Kill, $"{by.Name} killed {session.Nick}: {reason}");
        Remove(session, $"You have been killed by {by.NameFor(session)}: {reason}");
    }
}
