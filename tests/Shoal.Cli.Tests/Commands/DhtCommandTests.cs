using System.Net;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Cli.Tests.Commands;

/// <summary>The verbs of `shoal dht`, asking one node that runs in this process.</summary>
public sealed class DhtCommandTests : IAsyncLifetime
{
    private const string Hash = "2b66980093bc11806fab50cb3cb41835b95a0362";
    private static readonly CancellationToken AtOnce = new(canceled: true);

    private DhtRun _node = null!;
    private string _at = "";

    public async ValueTask InitializeAsync()
    {
        _node = await DhtRun.OpenAsync(new DhtOptions { Bootstrap = [], ReadOnly = ReadOnlyMode.Never }, [Endpoint.From(IPAddress.Loopback, 0)], isBound: true);
        _at = (await _node.AskAsync(() => _node.Service.Addresses))[0].ToString();
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Theory]
    [InlineData("get-peers", "2b66", "'2b66' has 4 digits, and an info-hash has 40, or 64 of v2")]
    [InlineData("get-peers", "nothing.torrent", "there is no file 'nothing.torrent'")]
    [InlineData("ping", "192.0.2.7", "'192.0.2.7' is no node: give a host and a port")]
    [InlineData("ping", "192.0.2.7:0", "'192.0.2.7:0' is no node: give a host and a port")]
    [InlineData("scrape", Hash, "'router' is no node", "--bootstrap", "router")]
    [InlineData("scrape", Hash, "'65536' is no port", "--port", "65536")]
    [InlineData("scrape", Hash, "'here' is no IP address to bind to", "--bind", "here")]
    [InlineData("announce", Hash, "'0' is no port: give 1 to 65535", "--port", "0")]
    [InlineData("announce", Hash, "--port")]
    public async Task What_makes_no_sense_is_said(string verb, string argument, string sentence, params string[] options)
    {
        var result = await Cli.Run(["dht", verb, argument, .. options]);
        Assert.NotEqual(ExitCode.Done, result.Exit);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--queries", "0", "'0' is no number of queries: give 1 to 10000")]
    [InlineData("--queries-per-address", "-1", "'-1' is no number of queries: give 0 to ")]
    [InlineData("--answers", "999", "'999' is no rate: give bytes a second from 1000 on, such as 64K")]
    [InlineData("--metrics", "x", "'x' is no port")]
    public async Task What_makes_no_sense_of_a_node_is_said(string option, string value, string sentence) =>
        (await Cli.Run("dht", "node", option, value)).AssertFailed(ExitCode.Usage, sentence);

    [Fact]
    public async Task A_torrent_without_peers_is_said_with_how_many_were_asked() =>
        (await Ask("get-peers", Hash)).AssertFailed(ExitCode.Failed, $"no peer of {Hash} was found: 1 node answered (1 query, ");

    [Fact]
    public async Task Nothing_to_scrape_is_said() =>
        (await Ask("scrape", Hash)).AssertFailed(ExitCode.Failed, $"nothing is known of {Hash}: 1 node answered and none counts its peers");

    [Fact]
    public async Task What_announce_tells_get_peers_finds_and_scrape_counts()
    {
        var told = await Ask("announce", Hash, "--port", "7001", "--seed");
        Assert.StartsWith($"1 node took it: a seed at port 7001 of {Hash} (1 node answered, 1 query, ", told.Out, StringComparison.Ordinal);

        var found = await Ask("get-peers", Hash);
        Assert.Equal((ExitCode.Done, "127.0.0.1:7001\n"), (found.Exit, found.Out));
        Assert.Matches(@"^1 peer; 1 node answered, 1 query, \d+\.\d\d s, the first peers after \d+\.\d\d s\n$", found.Error);

        var json = (await Ask("get-peers", Hash, "--json")).Json;
        Assert.Equal(("peer", "127.0.0.1:7001"), (json[0].GetProperty("type").GetString(), json[0].GetProperty("address").GetString()));
        Assert.Equal(("end", 1, 1), (json[1].GetProperty("type").GetString(), json[1].GetProperty("peers").GetInt32(), json[1].GetProperty("nodesAnswered").GetInt32()));

        Assert.Equal($"{Hash}: about 1 seed and 0 others, estimated from 1 node of 1 that answered\n", (await Ask("scrape", Hash)).Out);
    }

    [Fact]
    public async Task An_announce_that_is_stopped_before_anybody_was_told_was_interrupted() =>
        (await Cli.Run(AtOnce, "dht", "announce", Hash, "--port", "7001", "--keep", "--bind", "127.0.0.1", "--bootstrap", _at)).AssertFailed(ExitCode.Interrupted, "interrupted");

    [Fact]
    public async Task A_v2_hash_is_cut_to_twenty_bytes()
    {
        var v2 = Hash + new string('7', 24);
        Assert.Equal(ExitCode.Done, (await Ask("announce", v2, "--port", "7001")).Exit);
        Assert.Equal("127.0.0.1:7001\n", (await Ask("get-peers", Hash)).Out);
    }

    [Fact]
    public async Task A_hybrid_is_announced_by_both_its_hashes_and_found_by_its_link()
    {
        using var cli = new Cli();
        var torrent = cli.PathOf("a.torrent");
        await Cli.Run("create", cli.Write("a", 100), "-o", torrent, "--format", "hybrid");
        var link = (await Cli.Run("show", torrent, "--json")).Json[0];
        Assert.Contains("2 nodes took it", (await Ask("announce", torrent, "--port", "7001")).Out, StringComparison.Ordinal);

        foreach (var name in new[] { "infoHashV1", "infoHashV2", "magnet" })
        {
            Assert.Equal("127.0.0.1:7001\n", (await Ask("get-peers", link.GetProperty(name).GetString()!)).Out);
        }
    }

    [Fact]
    public async Task A_private_torrent_is_refused()
    {
        using var cli = new Cli();
        var torrent = cli.PathOf("a.torrent");
        await Cli.Run("create", cli.Write("a", 100), "-o", torrent, "--private", "-t", "http://192.0.2.1/announce");
        (await Ask("announce", torrent, "--port", "7001")).AssertFailed(ExitCode.BadInput, "is a private torrent (BEP 27), which is never looked for nor announced");
    }

    [Fact]
    public async Task Ping_tells_the_id()
    {
        var id = (await _node.AskAsync(_node.Service.Snapshot))[0].Id;
        Assert.Matches($@"^{_at} is node {id}, \d+\.\d ms\n$", (await Cli.Run("dht", "ping", _at, "--bind", "127.0.0.1")).Out);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_cure() =>
        (await Ask("get-peers", Hash, "--port", _at.Split(':')[1])).AssertFailed(ExitCode.Failed, $"cannot listen on {_at} by UDP");

    [Fact]
    public async Task A_node_says_where_it_listens_and_leaves_its_state()
    {
        using var cli = new Cli();
        var result = await Cli.Run(AtOnce, "dht", "node", "--bind", "127.0.0.1", "--port", "0", "--bootstrap", _at, "--state", cli.PathOf("state"));
        Assert.Equal((ExitCode.Done, ""), (result.Exit, result.Error));
        Assert.Matches(@"^Listening     127\.0\.0\.1:\d+\n$", result.Out);
        Assert.True(new FileInfo(cli.PathOf("state/tables")).Length > 0);
    }

    [Fact]
    public async Task Two_nodes_do_not_share_a_state()
    {
        using var cli = new Cli();
        using var first = NodeState.Open(cli.PathOf("state"));
        (await Cli.Run(AtOnce, "dht", "node", "--bind", "127.0.0.1", "--port", "0", "--state", cli.PathOf("state"))).AssertFailed(ExitCode.Failed, "perhaps because another node uses it");
    }

    [Fact]
    public async Task Figures_are_shown_to_Prometheus()
    {
        await using var server = await NodeMetrics.OpenAsync(_node, 0, CancellationToken.None);
        await Ask("get-peers", Hash);
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri($"http://{server.Listening[0]}/metrics"));
        Assert.Contains($"# TYPE shoal_dht_get_peers_total counter\nshoal_dht_get_peers_total{{node=\"{_at}\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"shoal_dht_read_only{{node=\"{_at}\"}} 0\n", text, StringComparison.Ordinal);
    }

    private Task<CliResult> Ask(string verb, params string[] arguments) => Cli.Run(["dht", verb, .. arguments, "--bind", "127.0.0.1", "--bootstrap", _at]);
}
