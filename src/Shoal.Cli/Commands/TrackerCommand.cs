using System.CommandLine;
using System.Globalization;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Cli.Trackers;

namespace Shoal.Cli.Commands;

/// <summary>shoal tracker: introduces peers to each other.</summary>
internal sealed class TrackerCommand
{
    private const int DefaultPort = 6969;

    private readonly Option<string[]> _binds = new("--bind")
    {
        Description = "Listen on this address of this machine alone; on all of them unless given. May repeat",
        HelpName = "IP",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on, for UDP and HTTP alike; 0 for any",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPort,
    };

    public static Command Create()
    {
        var self = new TrackerCommand();
        var verb = new Verb("tracker", "Introduce peers to each other, by UDP and HTTP, until stopped.")
        {
            Examples =
            [
                "shoal tracker",
                "shoal tracker --bind 203.0.113.5 --bind 2001:db8::5 --port 6969",
                "shoal create disc.iso -t udp://tracker.example.org:6969/announce",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._binds);
        verb.Add(self._port);
        self._binds.Validators.Add(result =>
        {
            foreach (var bind in result.Tokens.Where(t => !IPAddress.TryParse(t.Value, out _)))
            {
                result.AddError($"'{bind.Value}' is no IP address to bind to");
            }
        });
        self._port.Validators.Add(result => Check(result, 0, ushort.MaxValue, "port"));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var binds = (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse).ToArray();
        await using var tracker = await RunningTracker.StartAsync(binds, parsed.GetValue(_port));
        TrackerLines.Welcome(tracker, output);
        output.Flush();
        await tracker.RunAsync(cancellation);
        TrackerLines.Farewell(await tracker.StatisticsAsync(), output);
        return ExitCode.Done;
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, int least, int most, string what)
    {
        if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
        {
            result.AddError($"'{result.Tokens[0].Value}' is no {what}: give {least} to {most}");
        }
    }
}
