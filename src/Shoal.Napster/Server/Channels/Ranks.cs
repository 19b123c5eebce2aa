using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Who is more than a member of a channel: its operators, and those with a voice.</summary>
internal sealed class Ranks(NapsterServer server, ChannelDesk desk)
{
    private static readonly Rank Operator = new("op", "deop", "opped", "deopped", static member => member.IsOperator, static (member, isGiven) => member.IsOperator = isGiven);

    private static readonly Rank Voice = new("voice", "devoice", "voiced", "devoiced", static member => member.HasVoice, static (member, isGiven) => member.HasVoice = isGiven);

    public void Register(Router router)
    {
        router.On(MessageType.ChannelOp, (session, fields) => Change(session, fields, Operator, isGiven: true));
        router.On(MessageType.ChannelDeop, (session, fields) => Change(session, fields, Operator, isGiven: false));
        router.On(MessageType.ChannelVoice, (session, fields) => Change(session, fields, Voice, isGiven: true));
        router.On(MessageType.ChannelUnvoice, (session, fields) => Change(session, fields, Voice, isGiven: false));
        router.On(MessageType.ChannelOps, (session, fields) =>
        {
            if (desk.TryRead(session, ref fields, out var channel))
            {
                List(session, channel, Operator);
            }
        });
    }

    private void Change(Session session, Fields fields, Rank rank, bool isGiven)
    {
        var what = isGiven ? rank.Give : rank.Take;
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            List(session, channel, rank);
            return;
        }

        if (!ChannelDesk.TryRule(session, channel, $"channel {what}"))
        {
            return;
        }

        var changed = new List<string>();
        for (var i = 0; i < Limits.RanksAtATime && fields.TryNext(out var field); i++)
        {
            var name = LegacyText.Decode(field);
            if (TryChange(channel, rank, name, isGiven, out var nick) is { } refusal)
            {
                session.Notice($"channel {what} failed: {refusal}");
            }
            else if (nick is not null)
            {
                changed.Add(nick);
            }
        }

        if (changed.Count > 0)
        {
            var by = session.Nick;
            desk.Keep(session, channel, () => changed.ForEach(nick => Tell(channel, by, isGiven ? rank.Given : rank.Taken, nick)));
        }
    }

    /// <summary>Why it cannot be done; null where it is done, with the nick, or was so already, without.</summary>
    private string? TryChange(Channel channel, Rank rank, string name, bool isGiven, out string? nick)
    {
        nick = null;
        if (rank == Operator && !isGiven && channel.ForgetOperator(name) is { } kept)
        {
            nick = kept;
        }

        if (!server.Roster.TryFind(name, out var other))
        {
            return nick is null ? "no such user" : null;
        }

        if (channel.Of(other) is not { } member)
        {
            return nick is null ? "user is not on channel" : null;
        }

        if (rank.Has(member) == isGiven)
        {
            return null;
        }

        if (rank == Operator && isGiven && !channel.KeepOperator(other))
        {
            return $"there are {Limits.ChannelOperators} operators already";
        }

        rank.Set(member, isGiven);
        nick = other.Nick;
        return null;
    }

    private void Tell(Channel channel, string by, string what, string nick)
    {
        if (server.Roster.TryFind(nick, out var other) && channel.Of(other) is { } member)
        {
            member.Session.Notice($"{by} {what} you on channel {channel.Name}");
        }

        channel.TellOperators($"{by} {what} {nick} on channel {channel.Name}", except: nick);
    }

    private static void List(Session session, Channel channel, Rank rank)
    {
        session.Send(MessageType.PrivateMessage, $"ChanServ {rank.Given} users on channel {channel.Name}:");
        foreach (var member in channel.Members)
        {
            if (rank.Has(member))
            {
                session.Send(MessageType.PrivateMessage, $"ChanServ {member.Session.Nick}");
            }
        }

        if (rank == Operator)
        {
            foreach (var nick in channel.KeptOperators.Values)
            {
                if (!channel.Members.Any(member => Nick.Comparer.Equals(member.Session.Nick, nick)))
                {
                    session.Send(MessageType.PrivateMessage, $"ChanServ {nick} (away)");
                }
            }
        }
    }

    private sealed record Rank(string Give, string Take, string Given, string Taken, Func<Member, bool> Has, Action<Member, bool> Set);
}
