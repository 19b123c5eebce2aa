using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Dht;

/// <summary>Our verbs in a table of libtorrent's nodes.</summary>
public sealed class AskingTests
{
    private const string Hash = "2b66980093bc11806fab50cb3cb41835b95a0362";

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void Get_peers_finds_the_peer_that_libtorrent_announced(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, family, 3, "--announce", Hash);
        var announced = table.At(2);
        table.Nodes.Line($"took 0 {announced} {Hash}");

        var found = table.Shoal("get-peers", Hash).EndsWith(0);

        Assert.Equal(announced, Json.Of(found.Out[0]).GetProperty("address").GetString());
        Assert.Equal(1, Json.Last(found).Number("peers"));
        Assert.InRange(Json.Last(found).Number("nodesAnswered"), 1, 3);
    }

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void Libtorrent_finds_the_peer_that_announce_told_of(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, family, 3, "--get", Hash);
        table.IdOf(table.At(0), by: 2);

        var told = table.Shoal("announce", Hash, "--port", "7001").EndsWith(0);

        table.Nodes.Line("peer " + LibtorrentTable.With(LibtorrentTable.Ours(family), 7001));
        Assert.InRange(Json.Last(told).Number("nodesTold"), 1, 3);
    }

    [Fact]
    public void An_announce_that_is_kept_ends_well_at_a_signal()
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var told = new LibtorrentTable(network, "IPv4", 3).Shoal("announce", Hash, "--port", "7001", "--keep");
        told.Line("{\"type\":\"end\"");

        told.Signal(Child.SigTerm);

        told.EndsWith(0);
    }

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void Scrape_counts_the_seed_and_the_other_that_libtorrent_keeps(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, family, 3, "--announce", Hash);
        table.Nodes.Line($"took 0 {table.At(2)} {Hash}");
        table.Shoal("announce", Hash, "--port", "7001", "--seed").EndsWith(0);

        var scraped = Json.Last(table.Shoal("scrape", Hash).EndsWith(0));

        Assert.Equal((1, 1), (scraped.Number("seeds"), scraped.Number("others")));
        Assert.InRange(scraped.Number("filters"), 1, 3);
    }

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void Ping_names_the_id_of_a_node_of_libtorrent(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, family, 2);
        var id = table.IdOf(table.At(0), by: 1);

        var answer = Json.Last(LibtorrentTable.Shoal(network, LibtorrentTable.Ours(family), "ping", table.At(0)).EndsWith(0));

        Assert.Equal((table.At(0), id), (answer.GetProperty("address").GetString(), answer.GetProperty("id").GetString()));
    }

    [Fact]
    public void Where_nobody_answers_each_host_is_named_with_its_trouble()
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var dead = LibtorrentTable.With(PrivateNetwork.Numbered(1), 6881);

        var found = LibtorrentTable.Shoal(network, LibtorrentTable.Ours("IPv4"), "get-peers", Hash, "--bootstrap", dead, "--bootstrap", "router.invalid:6881").EndsWith(1);

        var sentence = Assert.Single(found.Errors);
        Assert.Contains($"{dead} does not answer, router.invalid:6881 cannot be looked up: ", sentence, StringComparison.Ordinal);
        Assert.Contains("or name a node that runs with --bootstrap HOST:PORT", sentence, StringComparison.Ordinal);
        Assert.Empty(found.Out);
    }
}
