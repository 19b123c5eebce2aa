using System.CommandLine;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Napster.Sharing;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster share: be there, with all that one shares, until stopped.</summary>
internal sealed class NapsterShareCommand
{
    private readonly Argument<string[]> _folders = new("DIR")
    {
        Description = "Folders to share, with all that is in them; those of the last time unless given",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _slots = new("--slots") { Description = "Send so many files at once, one to each user; 3 unless given", HelpName = "N" };
    private readonly Option<string?> _up = new("--up") { Description = "Send at most so many bytes a second, such as 500K or 2M; 0 for no limit", HelpName = "RATE" };
    private readonly Option<string?> _down = new("--down") { Description = "Fetch at most so many bytes a second", HelpName = "RATE" };

    private readonly Option<int> _rescan = new("--rescan")
    {
        Description = "Look for new and changed files so often, in minutes; 0 for never again",
        HelpName = "MINUTES",
        DefaultValueFactory = static _ => 10,
    };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterShareCommand();
        self._rescan.MustBeBetween(0, 100_000, "number of minutes");
        self._slots.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => int.TryParse(text, out var count) && count is >= 1 and <= 1000, static text => $"'{text}' is no number of slots: give 1 or more"));
        foreach (var rate in (Option<string?>[])[self._up, self._down])
        {
            rate.Validators.Add(static result => OptionChecks.CheckEach(result, static text => Sizes.TryParse(text, out _), static text => $"'{text}' is no rate: give bytes a second, such as 500K or 2M"));
        }

        return shell.Make(
            Place.Here,
            "share",
            "Share folders on a Napster server until stopped. All other verbs of 'shoal napster' then run in this client.",
            ["shoal napster share ~/Music --server napster.example --nick ann", "shoal napster share", "shoal napster share ~/Music ~/Talks --slots 5 --up 2M"],
            self.RunAsync,
            self.Remember,
            self._folders,
            self._slots,
            self._up,
            self._down,
            self._rescan);
    }

    private Profile Remember(ParseResult parsed, Caller caller, Profile profile)
    {
        if (parsed.GetValue(_folders) is { Length: > 0 } given)
        {
            var folders = given.Select(caller.PathOf).Distinct(StringComparer.Ordinal).ToArray();
            var missing = Array.Find(folders, static folder => !Directory.Exists(folder));
            profile = missing is null ? profile with { Folders = folders } : throw new VerbException(ExitCode.BadInput, $"'{missing}' is no folder: name one that there is");
        }

        var options = new Dictionary<string, string>(profile.Options, StringComparer.Ordinal);
        foreach (var option in (Option<string?>[])[_slots, _up, _down])
        {
            if (parsed.GetValue(option) is { } value)
            {
                options[option.Name.TrimStart('-')] = value;
            }
        }

        return profile with { Options = options };
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var profile = presence.Profile;
        if (profile.Folders.Count == 0)
        {
            output.ErrorLine("no folder is shared: others see nothing of yours, and some servers let you fetch nothing then. 'shoal napster share DIR' shares one");
        }

        var client = presence.Client!;
        var feed = new ClientFeed(client.Napster, profile.Nick!, profile.Server!);
        client.Napster.Watch(feed);
        await using var scanning = new Scanning(client, profile.Folders, TimeSpan.FromMinutes(parsed.GetValue(_rescan)));
        try
        {
            var telling = TellAsync(feed, scanning, output, cancellation);
            await await Task.WhenAny(telling, client.Crash, Stopping.WaitAsync(cancellation));
            return telling.IsCompleted ? await telling : ExitCode.Done;
        }
        finally
        {
            feed.Close();
            output.ClearProgress();
        }
    }

    /// <summary>Until the client gives up; what happens and how far a scan is are told by one task, so that lines do not mix.</summary>
    private static async Task<int> TellAsync(ClientFeed feed, Scanning scanning, Output output, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            while (feed.Lines.TryRead(out var line) || scanning.Lines.TryRead(out line))
            {
                if (string.Equals(line.Kind, "stopped", StringComparison.Ordinal))
                {
                    throw new VerbException(ExitCode.Failed, line.Text);
                }

                output.Line(line.Text);
                output.JsonLine(json =>
                {
                    json.WriteString("event", line.Kind);
                    json.WriteString("text", line.Text);
                });
            }

            output.Flush();
            if (scanning.Progress is { } progress && output.IsTerminal)
            {
                output.Progress(progress);
            }

            var more = Task.WhenAny(feed.Lines.WaitToReadAsync(cancellation).AsTask(), scanning.Lines.WaitToReadAsync(cancellation).AsTask());
            await Task.WhenAny(more, Task.Delay(TimeSpan.FromMilliseconds(scanning.Progress is null ? 1000 : 200), cancellation));
        }

        return ExitCode.Done;
    }
}
