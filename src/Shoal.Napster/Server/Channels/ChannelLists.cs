using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Which channels there are, and who is in one.</summary>
internal sealed class ChannelLists(ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.Channels, List);
        router.On(MessageType.AllChannels, ListAll);
        router.On(MessageType.ChannelUsers, ListUsers);
    }

    private void List(Session session, Fields fields) => session.SendAll(
        [.. desk.All.Where(static channel => !channel.Has(ChannelModes.Private))],
        channel => session.Send(MessageType.ChannelRow, $"{channel.Name} {channel.CountFor(session)} {channel.Topic}"),
        () => session.Send(MessageType.Channels));

    private void ListAll(Session session, Fields fields) => session.SendAll(
        [.. desk.All.Where(channel => !channel.Has(ChannelModes.Private) || session.Level >= Level.Admin)],
        channel => TellAll(session, channel),
        () => session.Send(MessageType.AllChannels));

    private static void TellAll(Session session, Channel channel)
    {
        var topic = Fields.Quotable(channel.Topic.Span);
        session.Send(
            MessageType.AllChannelsRow,
            $"{channel.Name} {channel.CountFor(session)} {(channel.IsRegistered ? 0 : 1)} {(int)channel.Level} {channel.Limit} \"{topic.AsSpan()}\"");
    }

    private void ListUsers(Session session, Fields fields)
    {
        IReadOnlyCollection<Member> members = [];
        if (desk.TryRead(session, ref fields, out var channel))
        {
            if (channel.Of(session) is not null || session.Level >= Level.Moderator)
            {
                members = channel.Members;
            }
            else
            {
                session.Notice($"you're not on channel {channel.Name}");
            }
        }

        session.SendAll([.. members], member => Joins.TellMember(session, MessageType.ChannelUser, member), () => session.Send(MessageType.ChannelUsers));
    }
}
