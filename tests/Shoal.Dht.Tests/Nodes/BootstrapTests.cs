using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Nodes;

public class BootstrapTests
{
    private readonly ManualTime _time = new();
    private readonly FakeWire _wire = new();
    private readonly FakeNames _names = new();
    private readonly SteppedLoop _loop;

    public BootstrapTests() => _loop = new SteppedLoop(_time);

    [Fact]
    public void Hosts_are_looked_up_and_asked_for_who_is_near_us_in_each_family()
    {
        _names.Set("dht.example", "203.0.113.5", "2001:db8::5");
        Open("dht.example:6881");
        Assert.Equal(["203.0.113.5:6881", "[2001:db8::5]:6881"], _wire.Datagrams.Select(d => d.To.ToString()).Order());
        Assert.All(_wire.Datagrams, d => Assert.Equal("find_node", Packet.Text(d.Bytes, "q")));
        Assert.All(_wire.Datagrams, d => Assert.Equal(Packet.IdIn(d.Bytes, "a.id"), Packet.IdIn(d.Bytes, "a.target")));
    }

    [Fact]
    public void While_nobody_answers_it_is_tried_again_less_and_less_often()
    {
        Open("203.0.113.5:6881");
        var times = new List<double>();
        for (var i = 0; i < 1800; i++)
        {
            var before = _wire.Datagrams.Count;
            _loop.RunFor(TimeSpan.FromSeconds(1));
            if (_wire.Datagrams.Count > before)
            {
                times.Add(_loop.Now.TotalSeconds);
            }
        }

        var pauses = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(times[0], 2, 5);
        Assert.InRange(pauses[^1], 295, 305);
        Assert.InRange(times.Count, 8, 16);
    }

    [Fact]
    public void A_network_that_comes_later_is_found()
    {
        _names.Fail("dht.example", "no network");
        var service = Open("dht.example:6881");
        _loop.RunFor(TimeSpan.FromMinutes(1));
        Assert.Empty(_wire.Datagrams);
        _names.Set("dht.example", "203.0.113.5");
        for (var i = 0; i < 300 && _wire.Datagrams.Count == 0; i++)
        {
            _loop.RunFor(TimeSpan.FromSeconds(1));
        }

        Answer(Some.Secure(1).Id);
        Assert.True(service.IsReady);
    }

    [Fact]
    public void A_node_that_somebody_names_is_asked_at_once()
    {
        var service = Open();
        service.AddNode(Some.At("198.51.100.9:7000"));
        service.AddNode(Some.At("198.51.100.9:7000"));
        service.AddNode("a.example", 7001);
        _loop.RunFor(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, _wire.Datagrams.Count);
        Answer(Some.Secure(1).Id);
        Assert.True(service.IsReady);
    }

    [Fact]
    public void A_node_of_one_family_asks_for_nodes_of_the_other_that_knows_nobody()
    {
        Open("203.0.113.5:6881");
        var sent = Assert.Single(_wire.Datagrams);
        Assert.Equal(["n4", "n6"], ((List<object>)Packet.Read(sent.Bytes, "a.want")!).Select(w => System.Text.Encoding.Latin1.GetString((byte[])w)));
        var six = new NodeContact(Some.Secure(9).Id, Some.At("[2001:db8::9]:6881"));
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), Some.Secure(1).Id).With("nodes", Array.Empty<NodeContact>()).With("nodes6", new[] { six }).Bytes());
        _loop.Settle();
        Assert.Equal(six.Endpoint, _wire.Datagrams[^1].To);
    }

    [Fact]
    public void Each_address_has_a_node_of_its_own_on_one_port()
    {
        var service = new DhtService(World(), new DhtOptions { Bootstrap = [] });
        Assert.Null(service.Open([Some.At("192.0.2.1:0"), Some.At("192.0.2.2:0"), Some.At("[2001:db8::1]:0")], null));
        Assert.Equal(3, service.Addresses.Count);
        Assert.Equal(3, service.Nodes.Select(n => n.Id).Distinct().Count());
        Assert.Equal(3, service.Snapshot().Select(n => n.Local.WithPort(0)).Distinct().Count());
    }

    [Fact]
    public void Where_nobody_can_be_nobody_is_asked()
    {
        var service = Open();
        service.AddNode(Some.At("198.51.100.9:0"));
        service.AddNode(Some.At("0.0.0.0:6881"));
        service.AddNode("a.example", 0);
        _loop.RunFor(TimeSpan.FromMinutes(1));
        Assert.Empty(_wire.Datagrams);
    }

    [Fact]
    public void Ids_and_tables_come_back_and_are_asked_first()
    {
        var first = Open("203.0.113.5:6881");
        Answer(Some.Secure(1).Id);
        var id = first.Nodes[0].Id;
        var saved = first.Save();
        _wire.Datagrams.Clear();
        var again = new DhtService(World(secrets: 2), new DhtOptions { Bootstrap = [] });
        Assert.Null(again.Open([Some.At("0.0.0.0:0"), Some.At("[::]:0")], saved));
        _loop.Settle();
        Assert.Equal(id, again.Nodes[0].Id);
        Assert.Equal("203.0.113.5:6881", Assert.Single(_wire.Datagrams).To.ToString());
    }

    [Fact]
    public void Of_many_saved_nodes_a_few_are_asked_at_a_time_and_those_of_either_family()
    {
        static byte[] Saved(string local, IEnumerable<Endpoint> nodes) =>
            [.. "d2:id20:abcdefghij01234567895:local"u8, .. Text(Packet.BytesOf(Some.At(local))), .. "5:nodes"u8, .. Text([.. nodes.SelectMany(Packet.BytesOf)]), .. "e"u8];
        static byte[] Text(byte[] bytes) => [.. System.Text.Encoding.ASCII.GetBytes($"{bytes.Length}:"), .. bytes];
        var four = Enumerable.Range(0, 600).Select(i => Some.Public(i));
        byte[] saved = [.. "d5:nodesl"u8, .. Saved("0.0.0.0:6881", four), .. Saved("[::]:6881", [Some.At("[2001:db8::5]:6881")]), .. "ee"u8];
        var service = new DhtService(World(), new DhtOptions { Bootstrap = [] });
        Assert.Null(service.Open([Some.At("0.0.0.0:0"), Some.At("[::]:0")], saved));
        _loop.Settle();
        Assert.Equal(32, _wire.Datagrams.Count(d => d.To.IsIPv4));
        Assert.Equal("[2001:db8::5]:6881", Assert.Single(_wire.Datagrams, d => !d.To.IsIPv4).To.ToString());
        _loop.RunFor(TimeSpan.FromSeconds(4));
        Assert.Equal(64, _wire.Datagrams.Where(d => d.To.IsIPv4).Select(d => d.To).Distinct().Count());
    }

    [Fact]
    public void Without_a_node_a_search_and_a_scrape_end_with_nothing()
    {
        var service = new DhtService(World(), new DhtOptions { Bootstrap = [] });
        var ended = new List<string>();
        service.Search(default, null, new Ends(ended));
        service.Scrape(default, scrape => ended.Add($"{scrape.Answers} answers"));
        Assert.Empty(ended);
        _loop.Settle();
        Assert.Equal(["0 peers", "0 answers"], ended);
    }

    private sealed class Ends(List<string> ended) : Dht.Searches.IDhtSearchHandler
    {
        public void OnPeers(IReadOnlyList<Endpoint> peers) => ended.Add("peers");

        public void OnEnd(Dht.Searches.DhtSearchResult result) => ended.Add($"{result.Peers} peers");
    }

    [Theory]
    [InlineData("")]
    [InlineData("d5:nodesi3ee")]
    [InlineData("d5:nodesld2:id3:abc5:local6:abcdef5:nodes6:abcdefeee")]
    [InlineData("d5:nodesld2:id20:abcdefghij01234567895:local7:abcdefg5:nodes6:abcdefeee")]
    [InlineData("d5:nodesld2:id20:abcdefghij01234567895:local6:abcd")]
    public void A_damaged_file_begins_anew(string saved)
    {
        var service = new DhtService(World(), new DhtOptions { Bootstrap = [] });
        Assert.Null(service.Open([Some.At("0.0.0.0:0")], System.Text.Encoding.Latin1.GetBytes(saved)));
        _loop.Settle();
        Assert.Empty(_wire.Datagrams);
    }

    private DhtService Open(params string[] hosts)
    {
        var service = new DhtService(World(), new DhtOptions { Bootstrap = hosts });
        Assert.Null(service.Open([Some.At("0.0.0.0:0"), Some.At("[::]:0")], null));
        _loop.Settle();
        return service;
    }

    private DhtWorld World(int secrets = 1) => new() { Loop = _loop, Transport = _wire, Names = _names, Chance = new SeededChance(1), Secrets = new SeededSecrets(secrets) };

    private void Answer(NodeId id)
    {
        var sent = _wire.Datagrams[^1];
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), id).With("nodes", Array.Empty<NodeContact>()).Bytes());
        _loop.RunFor(TimeSpan.FromSeconds(2));
    }
}
