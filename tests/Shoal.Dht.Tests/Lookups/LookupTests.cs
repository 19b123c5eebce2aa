using Shoal.Dht.Ids;
using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Dht.Tests.Nodes;
using Shoal.Net.Tests;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Lookups;

public class LookupTests
{
    private static readonly NodeId Target = Some.Id("00112233445566778899aabbccddeeff00112233");

    [Fact]
    public void It_ends_at_the_eight_nearest_of_the_network()
    {
        var crowd = new Crowd(200);
        var (lookup, handler) = crowd.Look(known: 3);
        crowd.Answer();
        Assert.Equal(1, handler.Ended);
        Assert.Equal(crowd.Nearest(8), lookup.Nodes.Where(n => n.State == CandidateState.Answered).Take(8).Select(n => n.Contact));
        Assert.InRange(lookup.Queries, 8, 40);
        Assert.Equal(crowd.Nearest(8), lookup.Keepers().Select(k => k.Contact));
    }

    [Fact]
    public void Few_are_asked_at_once_and_always_the_nearest()
    {
        var crowd = new Crowd(100);
        crowd.Look(known: 40);
        var asked = crowd.Desk.Sent().Select(s => s.To).ToList();
        Assert.Equal(Limits.Parallel, asked.Count);
        Assert.Equal(crowd.KnownNearest(Limits.Parallel).Select(c => c.Endpoint), asked);
    }

    [Fact]
    public void A_silent_node_makes_room_for_the_next_and_is_not_waited_for()
    {
        var crowd = new Crowd(60);
        var dead = crowd.Nearest(4);
        var (lookup, handler) = crowd.Look(known: 60);
        crowd.Answer(dead);
        crowd.Desk.Loop.RunFor(TimeSpan.FromSeconds(0.7));
        crowd.Answer(dead);
        Assert.Equal(1, handler.Ended);
        Assert.True(lookup.Elapsed < TimeSpan.FromSeconds(1.5));
        Assert.Equal(crowd.Nearest(12).Except(dead), lookup.Nodes.Where(n => n.State == CandidateState.Answered).Take(8).Select(n => n.Contact));
    }

    [Fact]
    public void A_network_that_is_dead_ends_it_too()
    {
        var crowd = new Crowd(30);
        var (lookup, handler) = crowd.Look(known: 30);
        crowd.Desk.Loop.RunFor(TimeSpan.FromSeconds(30));
        Assert.Equal(1, handler.Ended);
        Assert.InRange(lookup.Queries, 5, 40);
    }

    [Fact]
    public void Knowing_nobody_ends_it_at_once_and_never_within_its_start()
    {
        var crowd = new Crowd(0);
        var (_, handler) = crowd.Look(known: 0);
        Assert.Equal(0, handler.Ended);
        crowd.Desk.Loop.Settle();
        Assert.Equal(1, handler.Ended);
    }

    [Fact]
    public void It_finds_its_way_from_an_address_without_an_id()
    {
        var crowd = new Crowd(50);
        var (_, handler) = crowd.Look(known: 0, crowd.All[7].Endpoint);
        crowd.Answer();
        Assert.Equal(1, handler.Ended);
        // Whoever is there is known from then on, and not asked again where others name it.
        Assert.Single(crowd.Desk.Wire.Datagrams, d => d.To == crowd.All[7].Endpoint && Packet.Text(d.Bytes, "q") == "get_peers");
        Assert.Equal(crowd.Nearest(8), handler.Answered.Order(crowd.ByDistance).Take(8));
    }

    [Fact]
    public void It_asks_forty_at_most_whatever_it_is_told()
    {
        // Each answer names nodes still nearer: a way without an end.
        var desk = new NodeDesk();
        var (handler, random, near, ids) = (new Handler(), new Random(1), 20, new Dictionary<Endpoint, NodeId>());
        desk.Known(Some.Secure(1));
        var lookup = new Lookup(desk.Node, Target, LookupKind.Peers, handler);
        lookup.Start([]);
        for (var i = 0; i < 200; i++)
        {
            foreach (var sent in desk.Sent())
            {
                near++;
                var made = Enumerable.Range(0, 8).Select(_ => new NodeContact(Some.Sharing(Target, near, random), Some.Public(random.Next(60_000)))).ToList();
                sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), ids.TryGetValue(sent.To, out var id) ? id : Some.Secure(1).Id).With("nodes", made).Bytes());
                made.ForEach(m => ids[m.Endpoint] = m.Id);
            }
        }

        Assert.Equal(1, handler.Ended);
        Assert.Equal(40, lookup.Queries);
    }

    [Fact]
    public void Of_one_network_one_node_is_asked()
    {
        var desk = new NodeDesk();
        var known = desk.Known(Some.Secure(1));
        var lookup = new Lookup(desk.Node, Target, LookupKind.Peers, new Handler());
        lookup.Start([]);
        var sent = Assert.Single(desk.Sent());
        var random = new Random(2);
        var crowd = Enumerable.Range(0, 16).Select(i => new NodeContact(Some.Sharing(Target, 20 + i, random), Some.Public(77, host: 1 + i))).ToList();
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), known.Id).With("nodes", crowd).Bytes());
        Assert.Single(desk.Sent(), s => Packet.Text(s.Bytes, "q") == "get_peers");
    }

    [Fact]
    public void Addresses_of_private_networks_are_asked_only_where_one_of_such_a_network_tells_of_them()
    {
        var neighbours = new[] { Some.Local(Some.Sharing(Target, 9, new Random(1)), 80), new NodeContact(Some.Sharing(Target, 8, new Random(2)), Some.At("192.168.1.1:53")) };
        foreach (var (teller, asked) in new[] { (Some.Secure(1), 0), (Some.Local(Some.Secure(2).Id, 6881), 2) })
        {
            var desk = new NodeDesk();
            desk.Known(teller);
            new Lookup(desk.Node, Target, LookupKind.Peers, new Handler()).Start([]);
            var sent = Assert.Single(desk.Sent());
            sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), teller.Id).With("nodes", neighbours).Bytes());
            Assert.Equal(asked, desk.Sent().Count(s => neighbours.Any(n => n.Endpoint == s.To)));
        }
    }

    [Fact]
    public void A_crowd_of_made_up_ids_does_not_hide_those_whose_ids_follow_from_their_addresses()
    {
        var crowd = new Crowd(100);
        var random = new Random(3);
        crowd.Add(Enumerable.Range(0, 100).Select(i => new NodeContact(Some.Sharing(Target, 30, random), Some.Public(9000 + i))));
        var (lookup, handler) = crowd.Look(known: 0, crowd.All[7].Endpoint);
        crowd.Answer();
        Assert.Equal(1, handler.Ended);
        var honest = crowd.All.Take(100).Order(crowd.ByDistance).Take(8);
        Assert.All(honest, h => Assert.Contains(h, handler.Answered));
        Assert.All(honest, h => Assert.Contains(h, lookup.Keepers().Select(k => k.Contact)));
    }

    [Fact]
    public void Waiting_for_the_budget_it_goes_on_where_it_stood()
    {
        var crowd = new Crowd(100, budget: 4);
        var (_, handler) = crowd.Look(known: 50);
        for (var i = 0; i < 40; i++)
        {
            crowd.Answer();
            crowd.Desk.Loop.RunFor(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(1, handler.Ended);
        Assert.Equal(crowd.Nearest(8), handler.Answered.Order(crowd.ByDistance).Take(8));
    }

    /// <summary>Nodes that answer as BEP 5 says, each naming the eight nearest: those whose ids follow from their addresses theirs, as our nodes do, and made-up ones the made-up ones.</summary>
    private sealed class Crowd
    {
        private readonly Dictionary<Endpoint, NodeContact> _byEndpoint = [];

        public Crowd(int count, int budget = 1000)
        {
            Desk = new NodeDesk(budget: budget);
            Add(Enumerable.Range(0, count).Select(Some.Secure));
        }

        public NodeDesk Desk { get; }

        public List<NodeContact> All { get; } = [];

        public Comparer<NodeContact> ByDistance { get; } = Comparer<NodeContact>.Create((a, b) => Target.CompareDistance(a.Id, b.Id));

        public void Add(IEnumerable<NodeContact> contacts)
        {
            foreach (var contact in contacts)
            {
                All.Add(contact);
                _byEndpoint[contact.Endpoint] = contact;
            }
        }

        private List<NodeContact> Named(NodeContact by) =>
            [.. All.Where(n => n != by && SecureId.IsSecure(n.Id, n.Endpoint) == SecureId.IsSecure(by.Id, by.Endpoint)).Order(ByDistance).Take(7), All.Where(n => n != by).Min(ByDistance)];

        public List<NodeContact> Nearest(int count) => [.. All.Order(ByDistance).Take(count)];

        public List<NodeContact> KnownNearest(int count) => [.. Desk.Node.Table.Rows().Where(r => !r.IsSpare).Select(r => r.Contact).Order(ByDistance).Take(count)];

        public (Lookup, Handler) Look(int known, params Endpoint[] entrances)
        {
            foreach (var contact in All.Take(known))
            {
                Desk.Known(contact);
            }

            var handler = new Handler();
            var lookup = new Lookup(Desk.Node, Target, LookupKind.Peers, handler);
            lookup.Start(entrances);
            return (lookup, handler);
        }

        /// <summary>Answers all that is asked until nothing more is; the dead stay silent.</summary>
        public void Answer(IReadOnlyCollection<NodeContact>? dead = null)
        {
            for (var sent = Desk.Sent(); sent.Count > 0; sent = Desk.Sent())
            {
                foreach (var query in sent)
                {
                    var node = _byEndpoint[query.To];
                    if (dead?.Contains(node) != true)
                    {
                        query.Answer(Packet.Reply(NodeDesk.Transaction(query), node.Id).With("nodes", Named(node)).With("token", "tokentok").Bytes());
                    }
                }
            }
        }
    }

    private sealed class Handler : ILookupHandler
    {
        public int Ended { get; private set; }

        public List<NodeContact> Answered { get; } = [];

        public void OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply) => Answered.Add(from);

        public void OnEnd(Lookup lookup) => Ended++;
    }
}
