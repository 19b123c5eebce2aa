using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Messages;

/// <summary>What users say to one another, and to the names that a server speaks by.</summary>
internal sealed class PrivateMessages(NapsterServer server)
{
    private readonly Services _services = new(server);

    public void Register(Router router) => router.On(MessageType.PrivateMessage, Send);

    private void Send(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name) || fields.IsEmpty)
        {
            session.NoticeUnparsable();
        }
        else if (_services.TryServe(session, name, fields))
        {
            return;
        }
        else if (session.Account.IsMuzzled)
        {
            session.Notice("You are muzzled.");
        }
        else if (!Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var other))
        {
            session.Notice("User is not currently online.");
        }
        else if (!other.Hears.HasFlag(Notices.Msg))
        {
            session.Notice($"{other.Nick} is unavailable");
        }
        else if (other.Ignored.Contains(session.Nick))
        {
            session.Notice($"{other.Nick} is ignoring you");
        }
        else
        {
            other.Send(MessageType.PrivateMessage, $"{session.Nick} {fields.Rest}");
        }
    }
}
