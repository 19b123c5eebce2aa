using Shoal.Dht.Searches;
using Shoal.Dht.Serving;
using Shoal.Dht.Tests.Nodes;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Searches;

public class ScrapeAndPingTests
{
    /// <summary>BEP 33: "the resulting bloom filters from multiple DHT nodes can simply be ORed".</summary>
    [Fact]
    public void A_scrape_unites_the_filters_of_all_nodes_of_both_families()
    {
        var desk = new SearchDesk(known: 2);
        // Of 120 seeds and 200 others each node knows a part, and the parts overlap.
        desk.Reply = (sent, reply) =>
        {
            var number = sent.To == Some.Public(0) ? 0 : sent.To == Some.Public(1) ? 1 : 2;
            return number == 2 && sent.To.AddressBits.High << 32 >> 48 == 2 ? reply : reply.With("BFsd", Filter(number * 30, 60)).With("BFpe", Filter(1000 + number * 50, 100));
        };
        var results = new List<DhtScrape>();
        desk.Service.Scrape(SearchDesk.Torrent, results.Add);
        desk.Run(1);
        var scrape = Assert.Single(results);
        Assert.Equal(120, scrape.Seeds, 6.0);
        Assert.Equal(200, scrape.Peers, 10.0);
        Assert.Equal((3, 4, 4), (scrape.Filters, scrape.Queries, scrape.Answers));
        Assert.All(desk.Wire.Datagrams.Where(s => Packet.Text(s.Bytes, "q") == "get_peers"), s => Assert.Equal("1", Packet.Read(s.Bytes, "a.scrape")?.ToString()));
    }

    [Fact]
    public void A_scrape_that_nobody_answers_ends_and_says_so()
    {
        var desk = new SearchDesk(known: 1) { Reply = (_, _) => null };
        var results = new List<DhtScrape>();
        desk.Service.Scrape(SearchDesk.Torrent, results.Add);
        desk.Run(10);
        Assert.Equal(new DhtScrape(0, 0, 0, 2, 0), Assert.Single(results));
    }

    [Fact]
    public void A_ping_tells_the_id_and_how_long_it_took()
    {
        var (desk, pings) = Ping("20.0.0.1:6881");
        var sent = Assert.Single(desk.Sent());
        Assert.Equal("ping", Packet.Text(sent.Bytes, "q"));
        desk.Loop.RunFor(TimeSpan.FromMilliseconds(40));
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), Some.Secure(7).Id).Bytes());
        Assert.Equal(new DhtPing(Some.Secure(7).Id, TimeSpan.FromMilliseconds(40), null), Assert.Single(pings));
    }

    [Fact]
    public void A_ping_without_an_answer_says_why()
    {
        var (silent, silence) = Ping("20.0.0.1:6881");
        silent.Loop.RunFor(TimeSpan.FromSeconds(9));
        Assert.Equal((null, "it does not answer"), (silence[0].Id, silence[0].Failure));
        Assert.Equal(8, silence[0].Took.TotalSeconds);

        var (refusing, refusal) = Ping("[2001:db8::9]:6881");
        var sent = Assert.Single(refusing.Sent());
        sent.Answer(Packet.Error(NodeDesk.Transaction(sent), 202));
        Assert.Equal("it answers with an error", Assert.Single(refusal).Failure);

        var (mirrored, mirror) = Ping("20.0.0.1:6881");
        sent = Assert.Single(mirrored.Sent());
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), mirrored.Service.Nodes[0].Id).Bytes());
        Assert.Equal((null, "it is this node itself"), (mirror[0].Id, mirror[0].Failure));

        var (confused, nonsense) = Ping("20.0.0.1:6881");
        sent = Assert.Single(confused.Sent());
        sent.Answer([.. "d1:rde1:t4:"u8, .. NodeDesk.Transaction(sent), .. "1:y1:re"u8]);
        Assert.Equal("its answer makes no sense", Assert.Single(nonsense).Failure);
    }

    [Fact]
    public void A_ping_that_may_not_leave_and_one_of_a_family_that_is_not_here_end_at_once()
    {
        var desk = new SearchDesk(known: 0, queriesPerSecond: 1);
        var pings = new List<DhtPing>();
        for (var i = 0; i < 4; i++)
        {
            desk.Service.Ping(Some.Public(i), pings.Add);
        }

        Assert.Equal("too much is asked already", Assert.Single(pings).Failure);
        var service = new DhtService(new NodeDesk().World, new DhtOptions { Bootstrap = [] });
        service.Open([Some.At("0.0.0.0:0")], null);
        service.Ping(Some.At("[2001:db8::9]:1"), pings.Add);
        Assert.Equal("this machine has no IPv6 node", pings[1].Failure);
    }

    private static (SearchDesk Desk, List<DhtPing> Pings) Ping(string to)
    {
        var (desk, pings) = (new SearchDesk(known: 0), new List<DhtPing>());
        desk.Service.Ping(Some.At(to), pings.Add);
        return (desk, pings);
    }

    private static byte[] Filter(int first, int count)
    {
        var bytes = new byte[BloomFilter.Length];
        for (var i = 0; i < count; i++)
        {
            new BloomFilter(bytes).Insert(Some.Public(first + i));
        }

        return bytes;
    }
}
