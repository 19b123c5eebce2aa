using System.Text.Json;
using System.Text.RegularExpressions;
using Shoal.Cli.Commands;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Commands;

public sealed partial class TrackerCommandTests
{
    private static readonly CancellationToken AtOnce = new(canceled: true);

    [Theory]
    [InlineData("--port", "65536", "'65536' is no port: give 0 to 65535")]
    [InlineData("--port", "x", "'x' is no port: give 0 to 65535")]
    [InlineData("--bind", "localhost", "'localhost' is no IP address to bind to")]
    [InlineData("--requests-per-address", "-1", "'-1' is no number of requests")]
    [InlineData("--connections-per-address", "-1", "'-1' is no number of connections")]
    [InlineData("--proxy", "localhost", "'localhost' is no network: give one such as 10.0.0.0/8")]
    [InlineData("--proxy-header", "X-Forwarded-For:", "'X-Forwarded-For:' is no name of a header")]
    [InlineData("--allow-ip-from", "10.0.0.0/33", "'10.0.0.0/33' is no network: give one such as 10.0.0.0/8")]
    public async Task What_makes_no_sense_is_said(string option, string value, string sentence) =>
        (await Cli.Run("tracker", option, value)).AssertFailed(ExitCode.Usage, sentence);

    [Fact]
    public async Task It_says_where_it_listens_and_how_it_is_named_in_torrents()
    {
        var result = await Cli.Run(AtOnce, "tracker", "--no-control", "--bind", "127.0.0.1", "--port", "0");

        Assert.Equal(ExitCode.Done, result.Exit);
        Assert.Matches(@"Listening     127\.0\.0\.1:\d+ by UDP\n", result.Out);
        Assert.Matches(@"Listening     127\.0\.0\.1:\d+ by HTTP\n", result.Out);
        Assert.Matches(@"Announce URL  udp://127\.0\.0\.1:\d+/announce\n", result.Out);
        Assert.Matches(@"shoal create FILE -t udp://127\.0\.0\.1:\d+/announce\n", result.Out);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task A_key_of_another_length_is_refused_with_the_cure()
    {
        using var cli = new Cli();
        (await Cli.Run("tracker", "--key-file", cli.Write("key", 15))).AssertFailed(ExitCode.BadInput, "has 15 bytes, and a key has 16: make one by 'head -c 16 /dev/urandom");
    }

    [Fact]
    public async Task A_snapshot_that_could_not_be_written_is_found_at_the_start()
    {
        using var cli = new Cli();
        (await Cli.Run("tracker", "--snapshot", cli.PathOf("missing/swarms"))).AssertFailed(ExitCode.Failed, "make it, or name another file with --snapshot");
    }

    [Fact]
    public async Task A_broken_snapshot_is_said_and_the_tracker_runs()
    {
        using var cli = new Cli();
        var result = await Cli.Run(AtOnce, "tracker", "--no-control", "--bind", "127.0.0.1", "--port", "0", "--snapshot", cli.Write("swarms", 100));
        Assert.Equal(ExitCode.Done, result.Exit);
        Assert.Equal($"shoal: the snapshot '{cli.PathOf("swarms")}' cannot be used: it is no snapshot of this version; the tracker begins with nothing, and writes it anew\n", result.Error);

        var again = await Cli.Run(AtOnce, "tracker", "--no-control", "--bind", "127.0.0.1", "--port", "0", "--snapshot", cli.PathOf("swarms"));
        Assert.Equal("", again.Error);
        Assert.Contains("Remembered    0 peers of 0 torrents\n", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_says_what_the_command_line_does_not()
    {
        using var cli = new Cli();
        var config = Written(cli, "# a comment", "", "bind = 127.0.0.1", "bind=::1", "  port =  1  ");

        var result = await Cli.Run(AtOnce, "tracker", "--no-control", "--config", config, "--port", "0", "--json");

        Assert.Equal("", result.Error);
        Assert.Equal(["127.0.0.1", "::1"], Hosts(result.Json[0]));
    }

    [Fact]
    public async Task The_command_line_takes_the_place_of_all_that_a_file_lists()
    {
        using var cli = new Cli();
        var config = Written(cli, "bind = 127.0.0.1", "bind = ::1", "port = 0");

        var result = await Cli.Run(AtOnce, "tracker", "--no-control", "--config", config, "--bind", "127.0.0.1", "--json");

        Assert.Equal(["127.0.0.1"], Hosts(result.Json[0]));
    }

    [Theory]
    [InlineData("prot = 6969", "line 2: there is no setting 'prot'")]
    [InlineData("config = other", "line 2: there is no setting 'config'")]
    [InlineData("port", "line 2: 'port' has no value: write 'port = …'")]
    [InlineData("port = many", "line 2: 'many' is no port: give 0 to 65535")]
    [InlineData("bind = --port", "line 2: '--port' is no IP address to bind to")]
    public async Task A_mistake_in_a_file_is_named_with_its_line(string line, string sentence)
    {
        using var cli = new Cli();
        (await Cli.Run("tracker", "--config", Written(cli, "# first", line))).AssertFailed(ExitCode.Usage, sentence);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said() =>
        (await Cli.Run("tracker", "--config", "/nonexistent/tracker.conf")).AssertFailed(ExitCode.Failed, "/nonexistent/tracker.conf");

    /// <summary>The example has every setting, and works when all that is commented out is taken in.</summary>
    [Fact]
    public async Task The_example_has_every_setting()
    {
        var example = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "tracker.conf"));
        var lines = example.Select(static line => Commented().Match(line)).Where(static match => match.Success).Select(static match => match.Groups[1].Value).ToArray();
        var settings = lines.Select(static line => line.Split('=')[0].TrimEnd()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(TrackerCommand.Create().Options.Select(Settings.NameOf).Except(["config"]).Order(StringComparer.Ordinal), settings.Order(StringComparer.Ordinal));

        // A last line that is wrong: all before it were read.
        using var cli = new Cli();
        (await Cli.Run("tracker", "--config", Written(cli, [.. lines, "last"]))).AssertFailed(ExitCode.Usage, $"line {lines.Length + 1}: there is no setting 'last'");
    }

    private static string Written(Cli cli, params string[] lines)
    {
        File.WriteAllLines(cli.PathOf("tracker.conf"), lines);
        return cli.PathOf("tracker.conf");
    }

    private static IEnumerable<string> Hosts(JsonElement json) => json.GetProperty("udp").EnumerateArray().Select(static udp => udp.GetString()!).Select(static udp => udp[..udp.LastIndexOf(':')].Trim('[', ']'));

    [GeneratedRegex("^# ([a-z-]+ = .*)$")]
    private static partial Regex Commented();
}
