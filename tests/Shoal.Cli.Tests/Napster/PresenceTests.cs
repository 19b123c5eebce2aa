using Shoal.Cli.Shell;
using Shoal.Cli.Tests.Shipping;

namespace Shoal.Cli.Tests.Napster;

/// <summary>Where the verbs of a Napster user run: one client a profile, and all others inside it.</summary>
public sealed class PresenceTests : IDisposable
{
    private readonly StandIn _user = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _user.Dispose();
    }

    [Fact]
    public async Task A_verb_runs_in_the_client_that_runs_and_nobody_logs_in_again()
    {
        var holder = await _user.HoldAsync(_stop.Token);

        Assert.Equal((0, Path.Combine("/elsewhere", "x.mp3") + "\n", ""), Parts(await _user.RunIn("/elsewhere", CancellationToken.None, "where", "x.mp3")));
        Assert.Equal(Path.Combine(_user.Folder, "y"), Assert.Single((await _user.Run("where", "y", "--json")).Json).GetProperty("path").GetString());

        var failed = await _user.Run("where", "none", "--json");
        Assert.Equal((ExitCode.BadInput, "shoal: there is no such file: name another\n"), (failed.Exit, failed.Error));
        _user.Input = new ListedLines(ends: true, "a", "b");
        Assert.Equal("a\nb\n", (await _user.Run("echo")).Out);
        Assert.Single(_user.LoggedIn);
        await StopAsync(holder);
        Assert.Equal(1, _user.Closed);
    }

    [Fact]
    public async Task Without_a_client_a_verb_logs_in_by_itself_and_out_again()
    {
        Assert.Equal(Path.Combine(_user.Folder, "x") + "\n", (await _user.Run("where", "x", "--server", "napster.example", "--nick", "ann")).Out);
        Assert.Equal("/y\n", (await _user.Run("where", "/y")).Out);
        Assert.Equal((2, 2), (_user.LoggedIn.Count, _user.Closed));
        Assert.Equal(("napster.example:8888", "ann"), (_user.LoggedIn[1].Server!, _user.LoggedIn[1].Nick!));
    }

    [Fact]
    public async Task Of_verbs_that_begin_together_one_logs_in_and_the_others_run_in_it_or_after_it()
    {
        await _user.Run("where", "x", "--server", "napster.example", "--nick", "ann");
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _user.Run("where", $"/{i}")))).WaitAsync(StandIn.Patience);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (0, $"/{i}\n", "")), results.Select(Parts));
        Assert.Equal(_user.LoggedIn.Count, _user.Closed);
    }

    [Fact]
    public async Task A_second_client_of_a_profile_is_refused_with_the_cure()
    {
        var holder = await _user.HoldAsync(_stop.Token);
        (await _user.Run("hold")).AssertFailed(ExitCode.Failed, $"has a client that runs (process {Environment.ProcessId}): stop it first, or be somebody else beside it by --profile NAME");
        (await _user.Run("where", "x", "--nick", "ben")).AssertFailed(ExitCode.Failed, "the client that runs is 'ann': stop it first, or be somebody else beside it by --profile NAME");
        (await _user.Run("where", "x", "--server", "other.example")).AssertFailed(ExitCode.Failed, "the client that runs is on napster.example:8888: stop it first");
        Assert.Equal(0, (await _user.Run("where", "x", "--nick", "Ann", "--server", "NAPSTER.example:8888")).Exit);
        await StopAsync(holder);
    }

    [Fact]
    public async Task Only_the_verbs_of_a_user_run_in_a_client()
    {
        var holder = await _user.HoldAsync(_stop.Token);
        foreach (var (words, says) in new (string[], string)[]
        {
            (["create", "x"], "there is no command 'create'"),
            (["napster", "user", "list"], "there is no command 'napster user'"),
            (["napster", "serve"], "there is no command 'napster serve'"),
            (["napster", "hold"], "has a client that runs"),
        })
        {
            var stream = await Shoal.Cli.Shipping.ControlSocket.TryConnectAsync(_user.Profile, CancellationToken.None);
            using var error = new StringWriter();
            var call = new Shoal.Cli.Shipping.ShippedCall { Arguments = words, Folder = "/" };
            var exit = await Shoal.Cli.Shipping.Shipper.RunAsync(stream!, call, new Output(TextWriter.Null, error, json: false, isTerminal: false), _user.Input, CancellationToken.None).WaitAsync(StandIn.Patience);
            Assert.NotEqual(0, exit);
            Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        }

        await StopAsync(holder);
    }

    [Fact]
    public async Task A_client_that_cannot_begin_tells_why_and_frees_the_profile()
    {
        _user.Refusal = "the server does not answer: try later";
        (await _user.Run("where", "x", "--server", "napster.example", "--nick", "ann")).AssertFailed(ExitCode.Failed, "the server does not answer: try later");
        _user.Refusal = null;
        Assert.Equal(0, (await _user.Run("where", "x")).Exit);
    }

    [Fact]
    public async Task Status_tells_who_one_is_with_and_without_a_client()
    {
        var empty = (await _user.Run("status")).Out;
        Assert.Equal($"Profile       {_user.Profile} ({_user.Profile})\nServer        none yet\nNick          none yet\nClient        does not run\n", empty);
        Assert.False(Directory.Exists(_user.Profile), "looking made a folder");
        var holder = await _user.HoldAsync(_stop.Token);
        Assert.Equal(
            $"Profile       {_user.Profile} ({_user.Profile})\nServer        napster.example:8888\nNick          ann\nClient        connected\nShared        3 files, 3 MiB\nTransfers     2 come, 0 wait, 1 go\n",
            (await _user.Run("status")).Out);
        await StopAsync(holder);
        var json = Assert.Single((await _user.Run("status", "--json")).Json);
        Assert.Equal(("ann", false), (json.GetProperty("nick").GetString()!, json.GetProperty("running").GetBoolean()));
        Assert.Single(_user.LoggedIn);
    }

    private async Task StopAsync(Task<CliResult> holder)
    {
        await _stop.CancelAsync();
        Assert.Equal((0, "", ""), Parts(await holder.WaitAsync(StandIn.Patience)));
    }

    private static (int Exit, string Out, string Error) Parts(CliResult result) => (result.Exit, result.Out, result.Error);
}
