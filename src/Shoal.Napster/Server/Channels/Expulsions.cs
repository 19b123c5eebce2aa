using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>How users are put out of a channel: one, or all.</summary>
internal sealed class Expulsions(NapsterServer server, ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.ChannelKick, Kick);
        router.On(MessageType.ChannelClear, Clear);
    }

    private void Kick(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel) || !ChannelDesk.TryRule(session, channel, "channel kick"))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            session.NoticeUnparsable();
        }
        else if (!server.Roster.TryFind(ref fields, out var other))
        {
            session.Notice("channel kick failed: no such user");
        }
        else if (channel.Of(other) is not { } member)
        {
            session.Notice("channel kick failed: user is not on that channel");
        }
        else
        {
            var reason = fields.TakeText();
            other.Send(MessageType.Part, $"{channel.Name}");
            other.Send(MessageType.Notice, $"You were kicked from channel {channel.Name} by {session.NameFor(other)}: {reason.AsSpan()}");
            channel.TellOperators($"{session.Nick} kicked {other.Nick} out of channel {channel.Name}: {reason.AsSpan()}", except: other.Nick);
            desk.Leave(member);
        }
    }

    /// <summary>All but who clears it. They hear of it themselves and not of one another, so that it costs no more than there are.</summary>
    private void Clear(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel) || !ChannelDesk.TryRule(session, channel, "channel clear"))
        {
            return;
        }

        var reason = fields.TakeText();
        var gone = channel.Members.Where(member => member.Session != session).ToList();
        gone.ForEach(channel.Remove);
        foreach (var member in gone)
        {
            var other = member.Session;
            other.Send(MessageType.Part, $"{channel.Name}");
            other.Send(MessageType.Notice, $"{session.NameFor(other)} cleared channel {channel.Name}: {reason.AsSpan()}");
            channel.Tell(MessageType.Parted, other, $"{channel.Name} {other.Nick} {other.Files} {other.Link}");
        }

        session.Send(MessageType.Notice, $"{session.Nick} cleared channel {channel.Name}: {reason.AsSpan()}");
        desk.EndIfEmpty(channel);
    }
}
