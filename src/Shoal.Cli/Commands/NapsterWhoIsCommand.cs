using System.CommandLine;
using System.Globalization;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster whois: what the server tells of a user.</summary>
internal sealed class NapsterWhoIsCommand
{
    private readonly Argument<string> _nick = new("NICK") { Description = "The user to look up" };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterWhoIsCommand();
        return shell.Make(Place.Anywhere, "whois", "Show what the server knows of a user.", ["shoal napster whois ann"], self.RunAsync, self._nick);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var client = await presence.OnlineAsync(cancellation);
        var user = await Failing.WithAsync(client.WhoIsAsync(parsed.GetRequiredValue(_nick)), cancellation);
        output.Field("Nick", user.Nick);
        output.Field("Level", user.Level);
        if (user.IsOnline)
        {
            output.Field("Here for", user.Online.ToString(user.Online.Days > 0 ? "d\\ \\d\\a\\y\\s\\ hh\\:mm\\:ss" : "hh\\:mm\\:ss", CultureInfo.InvariantCulture));
            output.Field("Status", user.Status);
            output.Field("Shares", $"{user.Files} files");
            output.Field("Transfers", $"{user.Downloads} come, {user.Uploads} go");
            output.Field("Program", user.Client);
            output.FieldIfThere("Channels", user.Channels.Count > 0 ? string.Join(' ', user.Channels) : null);
        }
        else
        {
            output.Field("Last here", user.Seen is { } seen ? seen.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "nobody knows");
        }

        output.JsonLine(json =>
        {
            json.WriteString("nick", user.Nick);
            json.WriteString("level", user.Level);
            json.WriteBoolean("online", user.IsOnline);
            if (user.IsOnline)
            {
                json.WriteNumber("seconds", (long)user.Online.TotalSeconds);
                json.WriteString("status", user.Status);
                json.WriteNumber("files", user.Files);
                json.WriteNumber("downloads", user.Downloads);
                json.WriteNumber("uploads", user.Uploads);
                json.WriteNumber("line", user.Line);
                json.WriteString("program", user.Client);
            }
            else if (user.Seen is { } seen)
            {
                json.WriteString("seen", seen);
            }
        });
        return ExitCode.Done;
    }
}
