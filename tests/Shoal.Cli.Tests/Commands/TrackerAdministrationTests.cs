using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Commands;

/// <summary>The verbs below `shoal tracker`, each in a run of its own, beside a tracker that runs.</summary>
public sealed class TrackerAdministrationTests : IAsyncDisposable
{
    private const string Hash = "2b66980093bc11806fab50cb3cb41835b95a0362";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Cli _cli = new();
    private CancellationTokenSource _stop = new();
    private Task<CliResult>? _tracker;

    private string Data => _cli.PathOf("data");

    private string List => _cli.PathOf("list.txt");

    [Fact]
    public async Task Users_and_their_passkeys_come_and_go()
    {
        await StartAsync("--private");
        Assert.StartsWith("'ann' may come", (await Ask("user", "add", "ann")).Out, StringComparison.Ordinal);
        (await Ask("user", "add", "ann")).AssertFailed(ExitCode.Failed, "there is a user 'ann' already");
        (await Ask("user", "add", "two words")).AssertFailed(ExitCode.Failed, "a user's name has 1 to 64 letters");

        var key = Assert.Single((await Ask("key", "add", "ann", "--json")).Json);
        var passkey = key.GetProperty("passkey").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", passkey);
        Assert.DoesNotContain("failure", await AnnounceAsync(passkey), StringComparison.Ordinal);
        Assert.Contains("unknown passkey", await AnnounceAsync(passkey[..31] + "x"), StringComparison.Ordinal);

        // Neither a list nor a report nor an answer tells it.
        foreach (var verb in new[] { new[] { "key", "list", "ann" }, ["user", "report", "ann"], ["user", "list"] })
        {
            Assert.DoesNotContain(passkey, (await Ask(verb)).Out + (await Ask([.. verb, "--json"])).Out, StringComparison.Ordinal);
        }

        (await Ask("key", "remove", "ann", "77")).AssertFailed(ExitCode.Failed, "'ann' has no passkey 77");
        Assert.Equal(ExitCode.Done, (await Ask("key", "remove", "ann", $"{key.GetProperty("number").GetInt64()}")).Exit);
        Assert.Contains("unknown passkey", await AnnounceAsync(passkey), StringComparison.Ordinal);
        Assert.Empty((await Ask("key", "list", "ann", "--json")).Json);
        (await Ask("key", "add", "bob")).AssertFailed(ExitCode.Failed, "there is no user 'bob': see 'shoal tracker user list'");
        (await Ask("user", "report", "bob")).AssertFailed(ExitCode.Failed, "there is no user 'bob'");
        (await Ask("hash", "list")).AssertFailed(ExitCode.Failed, "this tracker has no list: start it by 'shoal tracker --allow-list FILE'");
    }

    /// <summary>One answer has a thousand.</summary>
    [Fact]
    public async Task Lists_longer_than_an_answer_are_whole()
    {
        await StartAsync("--private");
        var lines = await File.ReadAllLinesAsync(Path.Combine(Data, "control"));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse("Bearer " + lines[1]);
        for (var i = 0; i <= 1000; i++)
        {
            await PostAsync("users/add", $$"""{"name":"user{{i:d4}}"}""");
            await PostAsync("keys/add", """{"name":"user0000"}""");
        }

        Assert.Equal(1000, (await PostAsync("users/list", "{}")).GetArrayLength());
        Assert.Equal(1000, (await PostAsync("keys/list", """{"name":"user0000"}""")).GetArrayLength());
        Assert.Equal(Enumerable.Range(0, 1001).Select(static i => $"user{i:d4}"), (await Ask("user", "list", "--json")).Json.Select(static user => user.GetProperty("name").GetString()));
        var last = (await Ask("key", "list", "user0000", "--json")).Json.Select(static key => key.GetProperty("number").GetInt64()).Distinct().Index().Last();
        Assert.Equal(1000, last.Index);
        Assert.Equal(ExitCode.Done, (await Ask("key", "remove", "user0000", $"{last.Item}")).Exit);
        Assert.Equal(1000, (await Ask("key", "list", "user0000", "--json")).Json.Count);

        async Task<JsonElement> PostAsync(string what, string request)
        {
            using var content = new StringContent(request);
            using var answer = await http.PostAsync(new Uri($"{lines[0]}/administration/{what}"), content);
            answer.EnsureSuccessStatusCode();
            return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_report_tells_what_a_user_moved_and_a_restart_keeps_it()
    {
        await StartAsync("--private");
        await Ask("user", "add", "ann");
        var passkey = (await Ask("key", "add", "ann", "--json")).Json[0].GetProperty("passkey").GetString()!;
        await AnnounceAsync(passkey, "&left=5000&event=started");
        await AnnounceAsync(passkey, "&left=0&uploaded=700&downloaded=5000&event=completed");
        await StopAsync();
        await StartAsync("--private");

        var report = (await Ask("user", "report", "ann", "--json")).Json;
        Assert.Equal((700, 5000, 0.14, 0), (report[0].GetProperty("uploaded").GetInt64(), report[0].GetProperty("downloaded").GetInt64(), report[0].GetProperty("ratio").GetDouble(), report[0].GetProperty("hitAndRuns").GetInt32()));
        Assert.Equal(string.Concat(Enumerable.Repeat("74", 20)), report[1].GetProperty("infoHash").GetString());
        // With no grace he took and ran.
        Assert.Equal(1, (await Ask("user", "report", "ann", "--absent-hours", "0", "--json")).Json[0].GetProperty("hitAndRuns").GetInt32());
        Assert.Contains("Took and ran  1 of 1", (await Ask("user", "report", "ann", "--absent-hours", "0")).Out, StringComparison.Ordinal);
        Assert.Contains("Took and ran  0 of 1", (await Ask("user", "report", "ann", "--absent-hours", "0", "--ratio", "0.1")).Out, StringComparison.Ordinal);
        Assert.Contains("Uploaded      700 bytes", (await Ask("user", "report", "ann")).Out, StringComparison.Ordinal);
        Assert.Equal(700, Assert.Single((await Ask("user", "list", "--json")).Json).GetProperty("uploaded").GetInt64());

        await AnnounceAsync(passkey, "&left=0&uploaded=900&downloaded=5000");
        Assert.Equal(900, (await Ask("user", "report", "ann", "--json")).Json[0].GetProperty("uploaded").GetInt64());
        Assert.Contains("and forgotten", (await Ask("user", "remove", "ann", "--forget")).Out, StringComparison.Ordinal);
        Assert.Contains("unknown passkey", await AnnounceAsync(passkey), StringComparison.Ordinal);
        Assert.Empty((await Ask("user", "list", "--json")).Json);
    }

    [Fact]
    public async Task Torrents_are_listed_by_hash_file_or_link_and_the_file_follows()
    {
        File.WriteAllText(List, $"# ours\n{Hash.ToUpperInvariant()}  the first");
        Assert.Equal(ExitCode.Done, (await Cli.Run("create", _cli.Write("file.bin", 70_000), "-o", _cli.PathOf("file.torrent"), "--format", "hybrid")).Exit);
        await StartAsync("--allow-list", List);
        Assert.Contains("is not on this tracker's list", await AnnounceAsync(), StringComparison.Ordinal);
        Assert.StartsWith("2 info-hashes put on the allow list, which has 3 now", (await Ask("hash", "add", _cli.PathOf("file.torrent"), Hash)).Out, StringComparison.Ordinal);
        Assert.StartsWith("1 info-hash put on the allow list, which has 4 now", (await Ask("hash", "add", "magnet:?xt=urn:btih:" + string.Concat(Enumerable.Repeat("74", 20)))).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("failure", await AnnounceAsync(), StringComparison.Ordinal);
        Assert.Equal(4, (await Ask("hash", "list", "--json")).Json.Count);
        Assert.StartsWith("2 info-hashes taken off the allow list, which has 2 now", (await Ask("hash", "remove", _cli.PathOf("file.torrent"))).Out, StringComparison.Ordinal);
        Assert.Equal($"# ours\n{Hash.ToUpperInvariant()}  the first\n{string.Concat(Enumerable.Repeat("74", 20))}\n", File.ReadAllText(List));
        (await Ask("hash", "add", "no.torrent")).AssertFailed(ExitCode.Failed, "there is no file 'no.torrent'");
        (await Ask("user", "list")).AssertFailed(ExitCode.Failed, "this tracker has no users: start it by 'shoal tracker --private'");

        await StopAsync();
        await StartAsync("--deny-list", List);
        Assert.Contains("does not serve this torrent", await AnnounceAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz\n", "line 1 of")]
    [InlineData("# fine\n\n2b66980093bc11806fab50cb3cb41835b95a036\n", "line 3 of")]
    public async Task A_list_that_is_none_is_named_by_its_line(string text, string where)
    {
        File.WriteAllText(List, text);
        (await Cli.Run("tracker", "--allow-list", List, "--data", Data, "--port", "0")).AssertFailed(ExitCode.Failed, where);
    }

    [Fact]
    public async Task What_cannot_be_is_said_with_the_cure()
    {
        (await Ask("user", "list")).AssertFailed(ExitCode.Failed, $"no tracker with users or lists runs with the data folder '{Data}': start 'shoal tracker --private'");
        (await Cli.Run("tracker", "--allow-list", List, "--deny-list", List)).AssertFailed(ExitCode.Usage, "--allow-list and --deny-list do not go together");
        (await Cli.Run("tracker", "--allow-list", List, "--data", Data, "--port", "0")).AssertFailed(ExitCode.Failed, $"there is no list '{List}': make it");
        (await Cli.Run("tracker", "user")).AssertFailed(ExitCode.Usage, "see 'shoal tracker user --help'");
        (await Cli.Run("tracker", "key", "add")).AssertFailed(ExitCode.Usage, "name the user; see 'shoal tracker key add --help'");

        await StartAsync("--private");
        (await Cli.Run("tracker", "--private", "--data", Data, "--port", "0")).AssertFailed(ExitCode.Failed, "perhaps because another tracker uses it");
        File.Copy(Path.Combine(Data, "control"), _cli.PathOf("control"));
        await StopAsync();
        // As a kill leaves it.
        File.Copy(_cli.PathOf("control"), Path.Combine(Data, "control"));
        (await Ask("user", "list")).AssertFailed(ExitCode.Failed, "no tracker answers at http://127.0.0.1:");
    }

    [Fact]
    public async Task Who_has_no_token_or_comes_from_another_page_is_refused()
    {
        await StartAsync("--private");
        var lines = await File.ReadAllLinesAsync(Path.Combine(Data, "control"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("Bearer " + lines[1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("Bearer " + lines[1][..^1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("Bearer " + lines[1] + "0"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("Bearer " + lines[1], origin: "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("Bearer " + lines[1], host: "evil.example"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "control")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        }

        async Task<HttpStatusCode> PostAsync(string? authorization, string? origin = null, string? host = null)
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Post, lines[0] + "/administration/users/list") { Content = new StringContent("{}") };
            request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
            request.Headers.Host = host;
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _cli.Dispose();
    }

    private Task<CliResult> Ask(params string[] words) => Cli.Run(["tracker", .. words, "--data", Data]);

    private async Task StartAsync(params string[] options)
    {
        _stop = new CancellationTokenSource();
        var token = _stop.Token;
        _tracker = Task.Run(() => Cli.Run(token, ["tracker", .. options, "--bind", "127.0.0.1", "--port", $"{Port}", "--control", "127.0.0.1:0", "--data", Data, "--json"]));
        var control = Path.Combine(Data, "control");
        Assert.True(SpinWait.SpinUntil(() => _tracker.IsCompleted || (File.Exists(control) && File.ReadAllLines(control).Length == 2), _patience), "the tracker did not start");
        Assert.False(_tracker.IsCompleted, _tracker.IsCompleted ? (await _tracker).Error : "");
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_tracker is not null)
        {
            Assert.Equal(ExitCode.Done, (await _tracker).Exit);
            _tracker = null;
        }
    }

    /// <summary>A port that nothing listened on a moment ago: what the tracker chooses it says at its end only, in this process.</summary>
    private int Port { get; } = FreePort();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> AnnounceAsync(string? passkey = null, string more = "&left=5")
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var path = passkey is null ? "announce" : passkey + "/announce";
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/{path}?info_hash=tttttttttttttttttttt&peer_id=pppppppppppppppppppp&port=7{more}"));
    }
}
