using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client;

/// <summary>What the server says of itself, and whether we are there.</summary>
internal sealed class ServerNews(NapsterClient client)
{
    /// <summary>As it told last.</summary>
    public long Users { get; private set; }

    /// <inheritdoc cref="Users"/>
    public long Files { get; private set; }

    /// <inheritdoc cref="Users"/>
    public long Gigabytes { get; private set; }

    public void Register(MessageRouter router)
    {
        router.On(MessageType.Notice, Notice);
        router.On(MessageType.Announce, Notice);
        router.On(MessageType.Motd, (fields) =>
        {
            var text = LegacyText.Decode(fields.Rest);
            client.Tell(watcher => watcher.OnMotd(text));
        });
        router.On(MessageType.Statistics, (fields) => (Users, Files, Gigabytes) = (fields.NumberOr(0), fields.NumberOr(0), fields.NumberOr(0)));
        router.On(MessageType.Ping, (fields) =>
        {
            if (fields.TryNext(out var nick))
            {
                client.Session.Link?.Send(MessageType.Pong, $"{nick} {fields.Rest}");
            }
        });
        router.On(MessageType.PingServer, (_) => client.Session.Link?.Send(MessageType.PingServer, $"{client.Options.Nick}"));
    }

    private void Notice(Fields fields)
    {
        var text = LegacyText.Decode(fields.Rest);
        client.Tell(watcher => watcher.OnNotice(text));
    }
}
