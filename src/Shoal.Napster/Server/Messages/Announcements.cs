using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Messages;

/// <summary>What is said to many: the lines that each user is met with, what operators say among themselves, and what they say to everybody.</summary>
internal sealed class Announcements(NapsterServer server)
{
    public void Register(Router router)
    {
        router.On(MessageType.Motd, TellMotd);
        router.On(MessageType.ToOperators, (session, fields) => Announce(session, MessageType.ToOperators, fields, server.Administration.Moderators.All.Where(static other => other.Hears.HasFlag(Notices.Wallop))), Level.Moderator);
        router.On(MessageType.Announce, (session, fields) => Announce(session, MessageType.Announce, fields, server.Roster.All), Level.Admin);
    }

    private void TellMotd(Session session, Fields fields)
    {
        if (server.Options.Motd.Count == 0)
        {
            session.Send(MessageType.Motd, $"No MOTD set.");
        }

        foreach (var line in server.Options.Motd)
        {
            session.Send(MessageType.Motd, $"{line}");
        }
    }

    private static void Announce(Session session, MessageType type, Fields fields, IEnumerable<Session> others)
    {
        if (fields.IsEmpty)
        {
            session.NoticeUnparsable();
            return;
        }

        foreach (var other in others)
        {
            other.Send(type, $"{session.NameFor(other)} {fields.Rest}");
        }
    }
}
