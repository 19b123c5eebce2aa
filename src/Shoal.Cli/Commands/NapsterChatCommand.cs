using System.CommandLine;
using Shoal.Cli.Napster.Chat;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster chat: a room of the server, line by line.</summary>
internal sealed class NapsterChatCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel to talk in; with or without its #" };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterChatCommand();
        self._channel.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var name }] && name.Any(static character => character is ' ' or '"' || char.IsControl(character)))
            {
                result.AddError($"'{name}' is no channel: give one word, such as music; 'shoal napster users' shows which there are");
            }
        });
        return shell.Make(
            Place.Anywhere,
            "chat",
            "Talk in a channel until you type /quit; /help shows what else can be typed. What others write to you in private is shown too.",
            ["shoal napster chat music", "echo 'good night' | shoal napster chat music"],
            self.RunAsync,
            self._channel);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var channel = parsed.GetRequiredValue(_channel);
        // To a shell an unquoted # begins a comment.
        channel = channel[0] is '#' or '&' ? channel : "#" + channel;
        var client = await presence.OnlineAsync(cancellation);
        var watcher = new RoomWatcher(channel);
        client.Watch(watcher);
        client.Join(channel);
        try
        {
            var room = new ChatRoom(new NapsterRoom(client, presence.Profile.Nick!, channel), watcher.Happenings, presence.Caller.Input, output, TimeProvider.System).RunAsync(cancellation);
            await await Task.WhenAny(room, presence.Client!.Crash);
            return await room;
        }
        finally
        {
            client.Leave(channel);
            client.Unwatch(watcher);
        }
    }
}
