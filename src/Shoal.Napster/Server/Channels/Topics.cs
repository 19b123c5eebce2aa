using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>What a channel is about.</summary>
internal sealed class Topics(NapsterServer server, ChannelDesk desk)
{
    public void Register(Router router) => router.On(MessageType.Topic, Handle);

    private void Handle(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            session.Send(MessageType.Topic, $"{channel.Name} {channel.Topic}");
        }
        else if (Refusal(session, channel) is { } refusal)
        {
            session.Notice(refusal);
        }
        else
        {
            var topic = fields.Rest.ToArray();
            topic.AsSpan().Replace((byte)'\r', (byte)' ');
            topic.AsSpan().Replace((byte)'\n', (byte)' ');
            channel.Topic = topic;
            var nick = session.Nick;
            desk.Keep(session, channel, () =>
            {
                channel.Tell(MessageType.Topic, $"{channel.Name} {topic.AsSpan()}");
                channel.TellOperators($"{nick} set topic on {channel.Name}: {topic.AsSpan()}");
            });
        }
    }

    private string? Refusal(Session session, Channel channel)
    {
        if (session.Account.IsMuzzled)
        {
            return "You are muzzled.";
        }

        if (session.Level >= Level.Moderator)
        {
            return null;
        }

        if (server.Dialect.IsOld)
        {
            return "topic change failed: permission denied";
        }

        return channel.Of(session) switch
        {
            null => "topic failed: you are not on that channel",
            { IsOperator: false } when !channel.Has(ChannelModes.Topic) => "topic failed: topic is restricted",
            _ => null,
        };
    }
}
