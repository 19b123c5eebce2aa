using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Cli.Trackers;
using Shoal.TrackerServer.Control.Administration;

namespace Shoal.Cli.Commands;

/// <summary>shoal tracker user: who may use a private tracker, and what they moved.</summary>
internal sealed class TrackerUserCommand
{
    private readonly Administration _tracker = new();
    private readonly Argument<string> _name = new("NAME") { Description = "The user" };
    private readonly Option<bool> _forget = new("--forget") { Description = "Keep nothing of him, his figures included" };

    private readonly Option<int> _percent = new("--large-part")
    {
        Description = "Who fetched so many hundredths of a torrent took it",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => new AdministrationRequest().Percent,
    };

    private readonly Option<double> _hours = new("--seeding-hours")
    {
        Description = "Who seeded for so long did not run",
        HelpName = "HOURS",
        DefaultValueFactory = _ => new AdministrationRequest().SeedingHours,
    };

    private readonly Option<double> _ratio = new("--ratio")
    {
        Description = "Who gave so many times what he took did not run",
        HelpName = "R",
        DefaultValueFactory = _ => new AdministrationRequest().Ratio,
    };

    private readonly Option<double> _absence = new("--absent-hours")
    {
        Description = "Who was there so lately did not run",
        HelpName = "HOURS",
        DefaultValueFactory = _ => new AdministrationRequest().AbsenceHours,
    };

    public static Command Create()
    {
        var self = new TrackerUserCommand();
        return new Verb("user", "Say who may use a private tracker, and see what they moved. The tracker must be running.")
        {
            Examples = ["shoal tracker user add ann", "shoal tracker user report ann"],
            Subcommands =
            {
                self.Make("add", "Let somebody in, or in again; give them a passkey by 'shoal tracker key add'.", self.AddAsync, self._name),
                self.Make("remove", "Refuse somebody from now on.", self.RemoveAsync, self._name, self._forget),
                self.Make("list", "List the users and what they moved.", self.ListAsync),
                self.Make("report", "Show what somebody moved of each torrent, and where he took and ran.", self.ReportAsync, self._name, self._percent, self._hours, self._ratio, self._absence),
            },
        };
    }

    private Verb Make(string name, string description, Func<ParseResult, Output, CancellationToken, Task<int>> run, params Symbol[] symbols) =>
        _tracker.Make($"user {name}", name is "list" ? "" : " ann", description, run, symbols);

    private async Task<int> AddAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var user = await _tracker.AskAsync(parsed, "users/add", Request(parsed), AdministrationJson.Default.UserEntry, cancellation);
        output.Line($"'{user.Name}' may come: give them a passkey by 'shoal tracker key add {user.Name}'");
        output.JsonLine(json => Write(json, user));
        return ExitCode.Done;
    }

    private async Task<int> RemoveAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var forget = parsed.GetValue(_forget);
        var user = await _tracker.AskAsync(parsed, "users/remove", Request(parsed) with { Forget = forget }, AdministrationJson.Default.UserEntry, cancellation);
        output.Line(forget ? $"'{user.Name}' is refused from now on, and forgotten" : $"'{user.Name}' is refused from now on; his figures stay");
        output.JsonLine(json => Write(json, user));
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var users = await _tracker.AskAllAsync(parsed, "users/list", new AdministrationRequest(), static last => new AdministrationRequest { Name = last.Name }, AdministrationJson.Default.IReadOnlyListUserEntry, cancellation);
        output.Line(users.Count == 0 ? "there are no users: add one by 'shoal tracker user add NAME'" : $"{"user",-20} {"up",10} {"down",10} {"ratio",7} torrents keys");
        foreach (var user in users)
        {
            output.Line($"{user.Name,-20} {Sizes.Format(user.Uploaded),10} {Sizes.Format(user.Downloaded),10} {Ratio(user.Ratio),7} {user.Torrents,8} {user.Keys,4}{(user.Disabled is null ? "" : " refused")}");
            output.JsonLine(json => Write(json, user));
        }

        return ExitCode.Done;
    }

    private async Task<int> ReportAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var request = Request(parsed) with
        {
            Percent = parsed.GetValue(_percent),
            SeedingHours = parsed.GetValue(_hours),
            Ratio = parsed.GetValue(_ratio),
            AbsenceHours = parsed.GetValue(_absence),
        };
        var report = await _tracker.AskAsync(parsed, "users/report", request, AdministrationJson.Default.ReportEntry, cancellation);
        var user = report.User;
        output.Field("User", user.Name + (user.Disabled is { } since ? $", refused since {Day(since)}" : ""));
        output.Field("Since", Day(user.Created));
        output.Field("Uploaded", Sizes.Format(user.Uploaded));
        output.Field("Downloaded", Sizes.Format(user.Downloaded));
        output.Field("Ratio", Ratio(user.Ratio));
        output.Field("Took and ran", $"{report.HitAndRuns} of {user.Torrents}");
        output.JsonLine(json =>
        {
            Write(json, user);
            json.WriteNumber("hitAndRuns", report.HitAndRuns);
        });
        foreach (var share in report.Shares)
        {
            output.Line(
                $"{share.InfoHash} up {Sizes.Format(share.Uploaded)}, down {Sizes.Format(share.Downloaded)}, left {Sizes.Format(share.Left)}, ratio {Ratio(share.Ratio)}, "
                + $"seeded {TimeSpan.FromSeconds(share.SeedingSeconds).TotalHours:0.0} h, seen {Day(share.First)} to {Day(share.Last)}{(share.HitAndRun ? ", took and ran" : "")}");
            output.JsonLine(json => Write(json, share));
        }

        return ExitCode.Done;
    }

    private AdministrationRequest Request(ParseResult parsed) => new() { Name = parsed.GetRequiredValue(_name) };

    private static string Ratio(double? ratio) => ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, UserEntry user)
    {
        json.WriteString("type", "user");
        foreach (var property in JsonSerializer.SerializeToElement(user, AdministrationJson.Default.UserEntry).EnumerateObject())
        {
            property.WriteTo(json);
        }
    }

    private static void Write(Utf8JsonWriter json, ShareEntry share)
    {
        json.WriteString("type", "torrent");
        foreach (var property in JsonSerializer.SerializeToElement(share, AdministrationJson.Default.ShareEntry).EnumerateObject())
        {
            property.WriteTo(json);
        }
    }
}
