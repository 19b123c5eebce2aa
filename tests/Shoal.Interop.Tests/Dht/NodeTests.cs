using System.Text.Json;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Dht;

/// <summary>`shoal dht node` among nodes of libtorrent.</summary>
public sealed class NodeTests
{
    private const string Hash = "2b66980093bc11806fab50cb3cb41835b95a0362";

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void A_node_of_ours_comes_into_a_table_of_libtorrent_and_libtorrent_into_ours(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, family, 1);

        var node = table.Shoal("node", "--port", "0");

        var id = table.IdOf(AddressOf(node), by: 0);
        var known = Reading(node, static reading => reading.Number("tableNodes") == 1);
        Assert.Equal(known.GetProperty("id").GetString(), id);
        node.Signal(Child.SigTerm);
        node.EndsWith(0);
    }

    [Theory]
    [InlineData("IPv4")]
    [InlineData("IPv6")]
    public void Nodes_of_libtorrent_meet_and_find_peers_through_a_node_of_ours_alone(string family)
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var nobody = LibtorrentTable.With(LibtorrentTable.OursToo(family), 1);
        var ours = AddressOf(LibtorrentTable.Shoal(network, LibtorrentTable.Ours(family), "node", "--port", "0", "--bootstrap", nobody));

        var table = new LibtorrentTable(network, family, 3, "--bootstrap", ours, "--announce", Hash);

        table.IdOf(ours, by: 2);
        table.IdOf(table.At(0), by: 2);
        table.Nodes.Line($"took 0 {table.At(2)} {Hash}");
        var found = LibtorrentTable.Shoal(network, LibtorrentTable.OursToo(family), "get-peers", Hash, "--bootstrap", ours).EndsWith(0);
        Assert.Equal(table.At(2), Json.Of(found.Out[0]).GetProperty("address").GetString());
    }

    [Fact]
    public void A_node_begins_with_the_id_and_the_nodes_of_its_last_run()
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        var table = new LibtorrentTable(network, "IPv4", 1);
        var first = table.Shoal("node", "--port", "0");
        var before = Reading(first, static reading => reading.Number("tableNodes") == 1);
        first.Signal(Child.SigTerm);
        first.EndsWith(0);

        var nobody = LibtorrentTable.With(LibtorrentTable.OursToo("IPv4"), 1);
        var second = LibtorrentTable.Shoal(network, LibtorrentTable.Ours("IPv4"), "node", "--port", "0", "--bootstrap", nobody);

        var after = Reading(second, static reading => reading.Number("tableNodes") == 1);
        Assert.Equal(before.GetProperty("id").GetString(), after.GetProperty("id").GetString());
    }

    /// <summary>At once ten times what is allowed a second.</summary>
    [Fact]
    public void One_address_is_answered_as_often_as_a_node_is_told()
    {
        using var box = new Sandbox();
        var (strict, open) = (Node("strict", "1"), Node("open", "0"));

        Ask(open, 60).EndsWith(0);
        Ask(strict, 15);

        Reading(strict, static reading => reading.GetProperty("totals").Number("limited") >= 1);

        Child Node(string state, string limit) => box.Shoal(
            "dht", "node", "--bind", "127.0.0.1", "--port", "0", "--bootstrap", "127.0.0.1:1", "--state", box.At(state), "--queries-per-address", limit, "--json");

        Child Ask(Child node, int times) => box.Shoal(["dht", "ping", .. Enumerable.Repeat(AddressOf(node), times), "--bind", "127.0.0.1"]);
    }

    private static string AddressOf(Child node) => Json.Of(node.Line("{\"type\":\"listening\"")).GetProperty("addresses")[0].GetString()!;

    /// <summary>How the node stands, as soon as it stands so.</summary>
    private static JsonElement Reading(Child node, Func<JsonElement, bool> isWanted)
    {
        JsonElement last = default;
        Eventually.Is("the node to stand so", () =>
        {
            var lines = node.Out;
            last = lines.Length > 1 ? Json.Of(lines[^1]).GetProperty("nodes")[0] : default;
            return lines.Length > 1 && isWanted(last);
        }, node.Story);
        return last;
    }
}
