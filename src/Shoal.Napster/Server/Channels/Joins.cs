using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>How users come into channels, and go.</summary>
internal sealed class Joins(NapsterServer server, ChannelDesk desk) : IRosterWatcher
{
    public void Register(Router router)
    {
        router.On(MessageType.Join, Join);
        router.On(MessageType.Part, Part);
        server.Watchers.Add(this);
    }

    public void OnCame(Session session)
    {
    }

    public void OnWent(Session session)
    {
        while (session.Channels is [var member, ..])
        {
            desk.Leave(member);
        }
    }

    private void Join(Session session, Fields fields)
    {
        if (!fields.TryNext(out var wanted))
        {
            session.NoticeUnparsable();
            return;
        }

        // Napster's own clients have names without a sign in their menus; they take the name that the server answers with.
        var name = wanted is [(byte)'#' or (byte)'&', ..] ? wanted : (byte[])[(byte)'#', .. wanted];
        desk.TryFind(name, out var channel);
        var isName = ChannelName.TryParse(name, out var text);
        if (Refusal(session, channel, isName) is { } refusal)
        {
            session.Notice($"channel join failed: {refusal}");
            return;
        }

        var isNew = channel is null;
        channel ??= desk.Open(text);
        var member = channel.Add(session);
        member.IsOperator = !server.Dialect.IsOld && (isNew || IsKept(channel, session));
        Greet(session, channel, member);
    }

    private void Greet(Session session, Channel channel, Member member)
    {
        foreach (var other in channel.Members)
        {
            if (other == member || session.IsHiddenFrom(other.Session))
            {
                continue;
            }

            other.Session.Send(MessageType.Joined, $"{channel.Name} {session.Nick} {session.Files} {session.Link}");
            if (member.IsOperator && (other.IsOperator || other.Session.Level >= Level.Moderator))
            {
                other.Session.Notice($"Server {server.Options.Name} set {session.Nick} as operator on channel {channel.Name}");
            }
        }

        session.Send(MessageType.JoinAck, $"{channel.Name}");
        session.SendAll(
            [.. channel.Members],
            other => TellMember(session, MessageType.Member, other),
            () =>
            {
                session.Send(MessageType.MembersEnd, $"{channel.Name}");
                session.Send(MessageType.Topic, $"{channel.Name} {channel.Topic}");
                if (channel.IsRegistered && !server.Dialect.IsOpenNap)
                {
                    session.Send(MessageType.ChannelMotd, $"{channel.Topic}");
                }

                if (member.IsOperator)
                {
                    session.Notice($"Server {server.Options.Name} set you as operator on channel {channel.Name}");
                }
            });
    }

    /// <summary>One row of members; none for who hides, or has gone since the answer began.</summary>
    public static void TellMember(Session session, MessageType type, Member member)
    {
        if (member.Place is not null && !member.Session.IsHiddenFrom(session))
        {
            var other = member.Session;
            session.Send(type, $"{member.Channel.Name} {other.Nick} {other.Files} {other.Link}");
        }
    }

    private void Part(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name))
        {
            session.NoticeUnparsable();
        }
        else if (!desk.TryFind(name, out var channel) || channel.Of(session) is not { } member)
        {
            session.Notice("part channel failed: you are not in that channel");
        }
        else
        {
            session.Send(MessageType.Part, $"{channel.Name}");
            desk.Leave(member);
        }
    }

    private string? Refusal(Session session, Channel? channel, bool isName)
    {
        if (session.Level == Level.Leech)
        {
            return "permission denied";
        }

        if (!isName)
        {
            return "invalid channel";
        }

        if (channel?.Of(session) is not null)
        {
            return "already joined channel";
        }

        if (channel is not null && session.Level < channel.Level)
        {
            return $"requires level {channel.Level}";
        }

        return session.Level >= Level.Moderator ? null : RefusalOfUser(session, channel);
    }

    /// <summary>What holds for those who do not keep order.</summary>
    private string? RefusalOfUser(Session session, Channel? channel)
    {
        if (session.Channels.Count >= server.Options.MostChannels)
        {
            return $"you may only join {server.Options.MostChannels} channels";
        }

        if (channel is null)
        {
            return null;
        }

        if (channel.Bans.Find(ban => ban.Covers(session)) is { } ban)
        {
            return $"banned: {LegacyText.Decode(ban.Reason.Span)}";
        }

        if (IsKept(channel, session))
        {
            return null;
        }

        if (channel.Has(ChannelModes.Invite) && !channel.HasInvited(session))
        {
            return "invite only";
        }

        return channel.Limit > 0 && channel.Members.Count >= channel.Limit ? "channel full" : null;
    }

    private static bool IsKept(Channel channel, Session session) => channel.IsRegistered && channel.KeptOperators.ContainsKey(session.Owner.Value);
}
