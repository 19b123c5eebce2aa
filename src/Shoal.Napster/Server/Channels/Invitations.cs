using System.Diagnostics.CodeAnalysis;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>
/// A member asks somebody to come in: by 10210 as OpenNap has it, for channels that only the invited enter, or by 430 as Napster and SlavaNap have it, for any.
/// </summary>
internal sealed class Invitations(NapsterServer server, ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.ChannelInvite, InviteQuietly);
        if (!server.Dialect.IsOpenNap)
        {
            router.On(MessageType.Invite, Invite);
            router.On(MessageType.InviteAccept, (session, fields) => Answer(session, fields, isAccepted: true));
            router.On(MessageType.InviteDecline, (session, fields) => Answer(session, fields, isAccepted: false));
        }
    }

    private void InviteQuietly(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (!channel.Has(ChannelModes.Invite))
        {
            session.Notice("channel is not invite only");
        }
        else if (TryReadGuest(session, channel, ref fields, out var guest))
        {
            channel.Invite(guest, session);
            guest.Notice($"{session.NameFor(guest)} invited you to channel {channel.Name}");
            channel.TellOperators($"{session.Nick} invited {guest.Nick} to channel {channel.Name}");
        }
    }

    private void Invite(Session session, Fields fields)
    {
        var rest = fields;
        rest.TryNext(out _);
        if (!desk.TryRead(session, ref rest, out var channel) || !TryReadGuest(session, channel, ref fields, out var guest))
        {
            return;
        }

        var topic = Fields.Quotable(channel.Topic.Span);
        channel.Invite(guest, session);
        guest.Send(MessageType.Invite, $"{session.Nick} {channel.Name} \"{topic.AsSpan()}\" 0 0");
    }

    /// <summary>The guest answers; it comes in by joining as everybody does. Only who was invited is heard.</summary>
    private void Answer(Session session, Fields fields, bool isAccepted)
    {
        if (!server.Roster.TryFind(ref fields, out var host))
        {
            session.Notice("User is not currently online.");
            return;
        }

        if (!fields.TryNext(out var name) || !desk.TryFind(name, out var channel) || !channel.HasInvited(session, host))
        {
            session.Notice("you were not invited to that channel");
            return;
        }

        if (!isAccepted)
        {
            channel.Disinvite(session, host);
        }

        host.Notice($"{session.Nick} {(isAccepted ? "accepted" : "declined")} your invitation to channel {channel.Name}");
    }

    private bool TryReadGuest(Session session, Channel channel, ref Fields fields, [NotNullWhen(true)] out Session? guest)
    {
        guest = null;
        if (channel.Of(session) is null && session.Level < Level.Moderator)
        {
            session.Notice("permission denied");
        }
        else if (!server.Roster.TryFind(ref fields, out var other))
        {
            session.Notice("User is not currently online.");
        }
        else if (channel.Of(other) is not null)
        {
            session.Notice("user is already in channel");
        }
        else if (other.Ignored.Contains(session.Nick))
        {
            session.Notice($"{other.Nick} is ignoring you");
        }
        else
        {
            guest = other;
        }

        return guest is not null;
    }
}
