using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>What is said in channels. Who says it hears it too, so that all see the same in the same order.</summary>
internal sealed class Speech(ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.Say, Say);
        router.On(MessageType.Emote, Emote);
        router.On(MessageType.ChannelOpSay, SayToOperators);
    }

    private void Say(Session session, Fields fields)
    {
        if (TryReadChannel(session, ref fields, out var channel))
        {
            foreach (var member in channel!.Members)
            {
                member.Session.Send(MessageType.Said, $"{channel.Name} {session.NameFor(member.Session)} {fields.Rest}");
            }
        }
    }

    private void Emote(Session session, Fields fields)
    {
        if (TryReadChannel(session, ref fields, out var channel))
        {
            var text = fields.TakeText();
            foreach (var member in channel!.Members)
            {
                member.Session.Send(MessageType.Emote, $"{channel.Name} {session.NameFor(member.Session)} \"{text.AsSpan()}\"");
            }
        }
    }

    private void SayToOperators(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel) || !ChannelDesk.TryRule(session, channel, "channel wallop"))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            session.NoticeUnparsable();
        }
        else if (session.Account.IsMuzzled)
        {
            session.Notice("You are muzzled.");
        }
        else
        {
            channel.TellOperators($"{session.Nick} [ops/{channel.Name}]: {fields.Rest}");
        }
    }

    /// <summary>The channel that is spoken to, where the user may; it is told where not.</summary>
    private bool TryReadChannel(Session session, ref Fields fields, out Channel? channel)
    {
        channel = null;
        if (!fields.TryNext(out var name) || fields.IsEmpty)
        {
            session.NoticeUnparsable();
        }
        else if (session.Account.IsMuzzled)
        {
            session.Notice("You are muzzled.");
        }
        else if (!desk.TryFind(name, out var found) || found.Of(session) is not { } member)
        {
            session.Notice("You are not a member of that channel");
        }
        else if (Refusal(member) is { } refusal)
        {
            session.Notice($"permission denied: {refusal}");
        }
        else
        {
            channel = found;
        }

        return channel is not null;
    }

    private static string? Refusal(Member member)
    {
        if (member.IsOperator || member.Session.Level >= Level.Moderator)
        {
            return null;
        }

        if (member.IsMuzzled)
        {
            return "muzzled on channel";
        }

        return member.Channel.Has(ChannelModes.Moderated) && !member.HasVoice ? "channel is moderated" : null;
    }
}
