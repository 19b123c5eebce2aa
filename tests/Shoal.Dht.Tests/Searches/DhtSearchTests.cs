using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Searches;

public class DhtSearchTests
{
    private static readonly Endpoint Four = Some.At("192.0.2.1:7001");
    private static readonly Endpoint Six = Some.At("[2001:db8::7]:7002");

    [Fact]
    public void Both_families_are_looked_through_and_what_they_know_is_united()
    {
        var desk = new SearchDesk(known: 3) { Reply = (sent, reply) => Asks(sent) ? reply.With("values", sent.To.IsIPv4 ? new[] { Four, Six } : [Six]) : reply };
        var handler = Look(desk, new DhtAnnounce(7777, IsSeed: false));
        Assert.Equal([Four, Six], handler.Peers.Order());
        var result = Assert.Single(handler.Results);
        Assert.Equal((2, 6, 6, 6), (result.Peers, result.Queries, result.Answers, result.Announced));
        Assert.Equal([3, 3], desk.Announced.GroupBy(a => a.To.IsIPv4).Select(g => g.Count()));
    }

    [Fact]
    public void It_ends_when_the_slower_family_has_ended()
    {
        var desk = new SearchDesk(known: 2) { Reply = (sent, reply) => sent.To.IsIPv4 ? reply : null };
        var handler = new Handler();
        desk.Service.Search(SearchDesk.Torrent, null, handler);
        desk.Run(0.3);
        Assert.Empty(handler.Results);
        desk.Run(1);
        var result = Assert.Single(handler.Results);
        Assert.Equal((4, 2), (result.Queries, result.Answers));
        Assert.InRange(result.Took.TotalSeconds, 0.59, 1);
        Assert.Null(result.FirstPeers);
    }

    [Fact]
    public void A_seed_asks_for_no_seeds_and_says_that_it_is_one()
    {
        var (seed, other) = (new SearchDesk(), new SearchDesk());
        Look(seed, new DhtAnnounce(7777, IsSeed: true));
        Look(other, new DhtAnnounce(7777, IsSeed: false));
        Assert.All(seed.Wire.Datagrams.Where(Asks), s => Assert.Equal("1", Packet.Read(s.Bytes, "a.noseed")?.ToString()));
        Assert.All(seed.Announced, s => Assert.Equal("1", Packet.Read(s.Bytes, "a.seed")?.ToString()));
        Assert.All(other.Wire.Datagrams.Where(Asks), s => Assert.Null(Packet.Read(s.Bytes, "a.noseed")));
        Assert.All(other.Announced, s => Assert.Null(Packet.Read(s.Bytes, "a.seed")));
    }

    /// <summary>BEP 5: "If it is present and non-zero, the port argument should be ignored and the source port of the UDP packet should be used".</summary>
    [Fact]
    public void An_announce_without_a_port_means_the_node_s_own()
    {
        var desk = new SearchDesk();
        Look(desk, new DhtAnnounce(0, IsSeed: false));
        Assert.Equal(2, desk.Announced.Count);
        Assert.All(desk.Announced, a => Assert.Equal("1", Packet.Read(a.Bytes, "a.implied_port")?.ToString()));
        var named = new SearchDesk();
        Look(named, new DhtAnnounce(7777, IsSeed: false));
        Assert.All(named.Announced, a => Assert.Null(Packet.Read(a.Bytes, "a.implied_port")));
    }

    [Fact]
    public void A_cancelled_one_says_nothing_more_and_asks_nothing_more()
    {
        var desk = new SearchDesk(known: 20) { Reply = (sent, reply) => Asks(sent) ? reply.With("values", new[] { Four }) : reply };
        var handler = new Handler();
        var search = desk.Service.Search(SearchDesk.Torrent, new DhtAnnounce(7777, IsSeed: false), handler);
        desk.Loop.Settle();
        var asked = desk.Wire.Datagrams.Count(Asks);
        Assert.Equal(12, asked);
        search.Cancel();
        desk.Run(15);
        Assert.Equal(asked, desk.Wire.Datagrams.Count(Asks));
        Assert.Empty(handler.Peers);
        Assert.Empty(handler.Results);
        Assert.Empty(desk.Announced);
    }

    [Fact]
    public void Cancelled_while_it_announces_it_does_not_end()
    {
        var desk = new SearchDesk { Reply = (sent, reply) => Asks(sent) ? reply : null };
        var handler = new Handler();
        var search = desk.Service.Search(SearchDesk.Torrent, new DhtAnnounce(7777, IsSeed: false), handler);
        while (desk.Announced.Count == 0)
        {
            desk.Run(0.01);
        }

        search.Cancel();
        desk.Run(15);
        Assert.Empty(handler.Results);
    }

    [Fact]
    public void More_peers_than_a_client_can_use_are_not_told_of()
    {
        var desk = new SearchDesk(known: 30);
        var next = 0;
        desk.Reply = (sent, reply) => Asks(sent) ? reply.With("values", Enumerable.Range(0, 150).Select(_ => Some.Public(next++))) : reply;
        var handler = Look(desk, null);
        Assert.True(next > 2000);
        Assert.Equal(2000, handler.Peers.Count);
        Assert.Equal(2000, Assert.Single(handler.Results).Peers);
    }

    private static bool Asks(Net.Tests.FakeWire.Sent sent) => Packet.Text(sent.Bytes, "q") == "get_peers";

    private static Handler Look(SearchDesk desk, DhtAnnounce? announce)
    {
        var handler = new Handler();
        desk.Service.Search(SearchDesk.Torrent, announce, handler);
        desk.Run(3);
        return handler;
    }

    private sealed class Handler : IDhtSearchHandler
    {
        public List<Endpoint> Peers { get; } = [];

        public List<DhtSearchResult> Results { get; } = [];

        public void OnPeers(IReadOnlyList<Endpoint> peers) => Peers.AddRange(peers);

        public void OnEnd(DhtSearchResult result) => Results.Add(result);
    }
}
