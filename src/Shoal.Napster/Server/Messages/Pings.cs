using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Messages;

/// <summary>Asks whether the server or another user is there; what comes with the question comes with the answer.</summary>
internal sealed class Pings(NapsterServer server)
{
    public void Register(Router router)
    {
        router.On(MessageType.PingServer, Answer);
        router.On(MessageType.Ping, (session, fields) => Relay(session, MessageType.Ping, fields));
        router.On(MessageType.Pong, (session, fields) => Relay(session, MessageType.Pong, fields));
    }

    private void Answer(Session session, Fields fields)
    {
        if (server.Dialect.IsOld)
        {
            session.Send(MessageType.PingServer);
        }
        else
        {
            session.Send(MessageType.PingServer, $"{server.Options.Name} {fields.Rest}");
        }
    }

    private void Relay(Session session, MessageType type, Fields fields)
    {
        if (!fields.TryNext(out var name))
        {
            session.NoticeUnparsable();
        }
        else if (!Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var other))
        {
            session.Send(MessageType.Notice, $"ping failed, {name} is not online");
        }
        else if (other.Ignored.Contains(session.Nick))
        {
            session.Notice($"{other.Nick} is ignoring you");
        }
        else if (fields.IsEmpty)
        {
            other.Send(type, $"{session.Nick}");
        }
        else
        {
            other.Send(type, $"{session.Nick} {fields.Rest}");
        }
    }
}
