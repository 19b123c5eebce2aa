using System.CommandLine;
using System.Diagnostics;
using Shoal.Cli.Demo;
using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Commands;

/// <summary>shoal demo: a whole swarm at work in one process, and every copy checked.</summary>
internal sealed class DemoCommand
{
    /// <summary>At the seeder's rate one copy takes so long; a swarm gives a copy to everybody in little more.</summary>
    private const double SecondsPerCopy = 4;

    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    private readonly Option<int> _leechers = new("--leechers") { Description = "How many fetch at once, 1 to 16", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<string> _size = new("--size") { Description = "How large the file is, up to 1G", HelpName = "SIZE", DefaultValueFactory = _ => "32M" };

    public static Command Create()
    {
        var self = new DemoCommand();
        var verb = new Verb("demo", "Watch a swarm at work: a tracker, a seeder and leechers on this machine alone.")
        {
            Examples = ["shoal demo", "shoal demo --leechers 8 --size 64M", "shoal demo napster"],
            Run = self.RunAsync,
        };
        verb.Add(DemoNapsterCommand.Create());
        verb.Add(self._leechers);
        verb.Add(self._size);
        self._leechers.MustBeBetween(1, 16, "number of leechers");
        self._size.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!Sizes.TryParse(result.Tokens[0].Value, out var size) || size is < 1 or > 1L << 30))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no size for the demo: give up to 1G, such as 32M");
            }
        });
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var size = Sizes.TryParse(parsed.GetRequiredValue(_size), out var given) ? given : throw new InvalidOperationException("the size was checked when it was read");
        var leechers = parsed.GetValue(_leechers);
        var upRate = Math.Max(64 * 1024, (long)(size / SecondsPerCopy));
        await using var swarm = new DemoSwarm();
        var started = Stopwatch.GetTimestamp();
        await swarm.StartAsync(size, leechers, upRate, cancellation);
        output.Line($"A file of {Sizes.Format(size)} in {swarm.Torrent.Layout.PieceCount} pieces, a tracker at {swarm.TrackerUrl}, a seeder and {leechers} leecher{(leechers == 1 ? "" : "s")}.");
        output.Line($"Each sends at most {Sizes.Format(upRate)}/s. The leechers know only the tracker; what one has, it shares with the others. \"<-\" tells who feeds whom, S being the seeder.");
        output.Flush();
        if (!await WatchAsync(swarm, output, cancellation))
        {
            return ExitCode.Interrupted;
        }

        return await ReportAsync(swarm, Stopwatch.GetElapsedTime(started), size, upRate, output);
    }

    /// <summary>Shows the swarm until every leecher is done; false when the user stops it.</summary>
    private static async Task<bool> WatchAsync(DemoSwarm swarm, Output output, CancellationToken cancellation)
    {
        var done = Task.WhenAll(swarm.Leechers.Select(leecher => leecher.Torrent.Completion));
        var stopped = Task.Delay(Timeout.Infinite, cancellation);
        while (!done.IsCompleted && !stopped.IsCompleted)
        {
            await Task.WhenAny(done, stopped, Task.Delay(output.IsTerminal ? TerminalInterval : PlainInterval, CancellationToken.None));
            output.Screen(DemoView.Of(await swarm.LookAsync()));
        }

        output.EndScreen();
        if (done.IsCompleted)
        {
            await done;
        }

        return done.IsCompleted;
    }

    private static async Task<int> ReportAsync(DemoSwarm swarm, TimeSpan took, long size, long upRate, Output output)
    {
        var hash = swarm.Hash;
        var allSame = true;
        var look = (await swarm.LookAsync()).ToDictionary(p => p.Name, p => p.Snapshot, StringComparer.Ordinal);
        foreach (var leecher in swarm.Leechers)
        {
            var isSame = string.Equals(DemoSwarm.HashOf(leecher), hash, StringComparison.Ordinal);
            allSame &= isSame;
            var feeders = DemoView.Feeders(look[leecher.Name]).ToArray();
            output.Line($"{leecher.Name}: {(isSame ? "identical to the original" : "DIFFERS from the original")}, {string.Join(", ", feeders.Select(f => $"{f.Percent} % from {f.Name}"))}");
            output.JsonLine(json =>
            {
                json.WriteString("leecher", leecher.Name);
                json.WriteBoolean("identical", isSame);
                json.WriteStartObject("from");
                foreach (var (name, bytes, _) in feeders)
                {
                    json.WriteNumber(name, bytes);
                }

                json.WriteEndObject();
            });
        }

        var count = look.Count - 1;
        var alone = (double)size * count / upRate;
        output.Line($"SHA-256 {hash}");
        output.Line($"{count} copies in {took.TotalSeconds:F1} s after {await swarm.AnnouncesAsync()} announces; from the seeder alone they would have taken {alone:F1} s.");
        output.JsonLine(json =>
        {
            json.WriteNumber("copies", count);
            json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 2));
            json.WriteString("sha256", hash);
        });
        return allSame ? ExitCode.Done : ExitCode.Failed;
    }
}
