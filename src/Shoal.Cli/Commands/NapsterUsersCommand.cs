using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Napster.Client;
using Shoal.Napster.Client.People;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster users: who is there, as far as a user may know.</summary>
internal sealed class NapsterUsersCommand
{
    private readonly Argument<string?> _channel = new("CHANNEL") { Description = "The channel to look into", Arity = ArgumentArity.ZeroOrOne };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterUsersCommand();
        return shell.Make(
            Place.Anywhere,
            "users",
            "Show who is there: in a channel, or all users where you may see them; else the channels.",
            ["shoal napster users", "shoal napster users \"#songs\""],
            self.RunAsync,
            self._channel);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var client = await presence.OnlineAsync(cancellation);
        if (parsed.GetValue(_channel) is { } channel)
        {
            foreach (var user in await Failing.WithAsync(client.UsersAsync(channel), cancellation))
            {
                Tell(output, user);
            }

            return ExitCode.Done;
        }

        try
        {
            foreach (var user in await client.UsersAsync().WaitAsync(cancellation))
            {
                Tell(output, user);
            }
        }
        catch (NapsterException)
        {
            // Most users may not see all others.
            await TellChannelsAsync(client, output, cancellation);
        }

        return ExitCode.Done;
    }

    private static void Tell(Output output, UserRow user)
    {
        output.Line(user.Files is { } files ? $"{user.Nick,-20} {files} files" : user.Nick);
        output.JsonLine(json =>
        {
            json.WriteString("nick", user.Nick);
            if (user.Files is { } count)
            {
                json.WriteNumber("files", count);
            }
        });
    }

    private static async Task TellChannelsAsync(NapsterClient client, Output output, CancellationToken cancellation)
    {
        var status = await client.StatusAsync();
        var channels = await Failing.WithAsync(client.ChannelsAsync(), cancellation);
        output.Line($"Users: {status.Users}, files: {status.Files}. Only operators see all names; these are the channels, and 'shoal napster users CHANNEL' shows who is in one:");
        foreach (var channel in channels)
        {
            output.Line($"{channel.Name,-24} {channel.Users,6}  {channel.Topic}");
            output.JsonLine(json =>
            {
                json.WriteString("channel", channel.Name);
                json.WriteNumber("users", channel.Users);
                json.WriteString("topic", channel.Topic);
            });
        }
    }
}
