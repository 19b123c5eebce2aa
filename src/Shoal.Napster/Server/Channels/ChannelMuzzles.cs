using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Members who may not speak, for as long as they stay.</summary>
internal sealed class ChannelMuzzles(NapsterServer server, ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.ChannelMuzzle, (session, fields) => Change(session, fields, isMuzzled: true));
        router.On(MessageType.ChannelUnmuzzle, (session, fields) => Change(session, fields, isMuzzled: false));
    }

    private void Change(Session session, Fields fields, bool isMuzzled)
    {
        var what = isMuzzled ? "muzzle" : "unmuzzle";
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            List(session, channel);
        }
        else if (ChannelDesk.TryRule(session, channel, $"channel {what}"))
        {
            if (!server.Roster.TryFind(ref fields, out var other))
            {
                session.Notice("User is not currently online.");
            }
            else if (channel.Of(other) is not { } member)
            {
                session.Notice($"channel {what} failed: user is not on channel");
            }
            else
            {
                var reason = fields.TakeText();
                member.IsMuzzled = isMuzzled;
                other.Send(MessageType.Notice, $"{session.NameFor(other)} {what}d you on channel {channel.Name}: {reason.AsSpan()}");
                channel.TellOperators($"{session.Nick} {what}d {other.Nick} on channel {channel.Name}: {reason.AsSpan()}", except: other.Nick);
            }
        }
    }

    private static void List(Session session, Channel channel)
    {
        session.Send(MessageType.PrivateMessage, $"ChanServ muzzled users on channel {channel.Name}:");
        foreach (var member in channel.Members)
        {
            if (member.IsMuzzled)
            {
                session.Send(MessageType.PrivateMessage, $"ChanServ {member.Session.Nick}");
            }
        }
    }
}
