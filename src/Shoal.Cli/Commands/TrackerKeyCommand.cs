using System.CommandLine;
using System.Globalization;
using Shoal.Cli.Shell;
using Shoal.Cli.Trackers;
using Shoal.TrackerServer.Control.Administration;

namespace Shoal.Cli.Commands;

/// <summary>shoal tracker key: the passkeys of a private tracker's users.</summary>
internal sealed class TrackerKeyCommand
{
    private readonly Administration _tracker = new();
    private readonly Argument<string> _user = new("USER") { Description = "The user" };
    private readonly Argument<long> _number = new("NUMBER") { Description = "The passkey's number, as 'shoal tracker key list' shows it" };

    public static Command Create()
    {
        var self = new TrackerKeyCommand();
        return new Verb("key", "Give passkeys to the users of a private tracker, and take them back. The tracker must be running.")
        {
            Examples = ["shoal tracker key add ann", "shoal tracker key list ann", "shoal tracker key remove ann 3"],
            Subcommands =
            {
                self._tracker.Make("key add", " ann", "Make a passkey. It is shown this once: the tracker itself keeps only its hash.", self.AddAsync, self._user),
                self._tracker.Make("key remove", " ann 3", "Refuse a passkey from now on.", self.RemoveAsync, self._user, self._number),
                self._tracker.Make("key list", " ann", "List a user's passkeys by their numbers.", self.ListAsync, self._user),
            },
        };
    }

    private async Task<int> AddAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var key = await _tracker.AskAsync(parsed, "keys/add", Request(parsed), AdministrationJson.Default.KeyEntry, cancellation);
        output.Field("Passkey", key.Passkey!);
        output.Field("Number", $"{key.Number}");
        output.Line($"It is not shown again. In announce URLs: http://HOST:6969/{key.Passkey}/announce and udp://HOST:6969/{key.Passkey}/announce");
        output.JsonLine(json =>
        {
            json.WriteString("user", parsed.GetRequiredValue(_user));
            json.WriteNumber("number", key.Number);
            json.WriteString("passkey", key.Passkey);
        });
        return ExitCode.Done;
    }

    private async Task<int> RemoveAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var key = await _tracker.AskAsync(parsed, "keys/remove", Request(parsed) with { Key = parsed.GetValue(_number) }, AdministrationJson.Default.KeyEntry, cancellation);
        output.Line($"passkey {key.Number} of '{parsed.GetRequiredValue(_user)}' is refused from now on");
        output.JsonLine(json => json.WriteNumber("number", key.Number));
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var keys = await _tracker.AskAllAsync(parsed, "keys/list", Request(parsed), last => Request(parsed) with { Key = last.Number }, AdministrationJson.Default.IReadOnlyListKeyEntry, cancellation);
        foreach (var key in keys)
        {
            output.Line($"{key.Number,6}  since {key.Created.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}");
            output.JsonLine(json =>
            {
                json.WriteNumber("number", key.Number);
                json.WriteString("created", key.Created);
            });
        }

        return ExitCode.Done;
    }

    private AdministrationRequest Request(ParseResult parsed) => new() { Name = parsed.GetRequiredValue(_user) };
}
