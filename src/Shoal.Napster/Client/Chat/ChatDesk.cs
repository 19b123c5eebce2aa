using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Chat;

/// <summary>What is said in the channels that we are in. After a lost connection we are in them again.</summary>
internal sealed class ChatDesk(NapsterClient client)
{
    private readonly SortedSet<string> _channels = new(StringComparer.OrdinalIgnoreCase);

    public void Register(MessageRouter router)
    {
        router.On(MessageType.PrivateMessage, (fields) =>
        {
            if (fields.TryNext(out var nick))
            {
                var (name, text) = (LegacyText.Decode(nick), LegacyText.Decode(fields.Rest));
                client.Tell(watcher => watcher.OnMessage(name, text));
            }
        });
        router.On(MessageType.JoinAck, (fields) =>
        {
            if (fields.TryNext(out var channel))
            {
                _channels.Add(LegacyText.Decode(channel));
            }
        });
        router.On(MessageType.Member, (fields) => TellOf(ChannelEventKind.Member, fields));
        router.On(MessageType.Joined, (fields) => TellOf(ChannelEventKind.Joined, fields));
        router.On(MessageType.Parted, (fields) => TellOf(ChannelEventKind.Left, fields));
        router.On(MessageType.MembersEnd, (fields) => TellOf(ChannelEventKind.Entered, fields, hasNick: false));
        router.On(MessageType.Said, (fields) => TellOf(ChannelEventKind.Said, fields, hasText: true));
        router.On(MessageType.Emote, (fields) => TellOf(ChannelEventKind.Emote, fields, hasText: true));
        router.On(MessageType.Topic, (fields) => TellOf(ChannelEventKind.Topic, fields, hasNick: false, hasText: true));
        router.On(MessageType.ChannelMotd, (fields) =>
        {
            var text = LegacyText.Decode(fields.Rest);
            client.Tell(watcher => watcher.OnNotice(text));
        });
        router.On(MessageType.Part, (fields) =>
        {
            TellOf(ChannelEventKind.Out, fields, hasNick: false);
            if (fields.TryNext(out var channel))
            {
                _channels.Remove(LegacyText.Decode(channel));
            }
        });
    }

    public bool IsIn(string channel) => _channels.Contains(channel);

    /// <summary>Joins, or stays.</summary>
    public void Join(string channel)
    {
        _channels.Add(channel);
        client.Session.Link?.Send(MessageType.Join, $"{channel}");
    }

    public void Leave(string channel)
    {
        _channels.Remove(channel);
        client.Session.Link?.Send(MessageType.Part, $"{channel}");
    }

    public void Say(string channel, string text) => client.Session.Link?.Send(MessageType.Say, $"{channel} {text}");

    public void Emote(string channel, string text) => client.Session.Link?.Send(MessageType.Emote, $"{channel} \"{text.Replace('"', '\'')}\"");

    public void SetTopic(string channel, string topic) => client.Session.Link?.Send(MessageType.Topic, $"{channel} {topic}");

    /// <summary>We are on the server again.</summary>
    public void OnOnline()
    {
        foreach (var channel in _channels)
        {
            client.Session.Link?.Send(MessageType.Join, $"{channel}");
        }
    }

    private void TellOf(ChannelEventKind kind, Fields fields, bool hasNick = true, bool hasText = false)
    {
        if (!fields.TryNext(out var channel))
        {
            return;
        }

        ReadOnlySpan<byte> nick = default;
        if (hasNick && !fields.TryNext(out nick))
        {
            return;
        }

        // An emote is quoted, what is said is not.
        var text = !hasText ? "" : kind == ChannelEventKind.Emote && fields.TryNext(out var quoted) ? LegacyText.Decode(quoted) : LegacyText.Decode(fields.Rest);
        var happening = new ChannelEvent(kind, LegacyText.Decode(channel), LegacyText.Decode(nick), text);
        client.Tell(watcher => watcher.OnChannel(happening));
    }
}
