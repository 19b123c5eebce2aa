using Shoal.Dht.Ids;
using Shoal.Dht.Routing;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Routing;

/// <summary>Answers against a slow oracle: all that the table holds, sorted by distance.</summary>
public class ClosestTests
{
    [Fact]
    public void The_nearest_are_those_of_a_sorted_list()
    {
        var random = new Random(6);
        for (var round = 0; round < 100; round++)
        {
            var bench = new TableBench();
            var deep = random.Next(2) == 0;
            var nodes = random.Next(1, 500);
            for (var i = 0; i < nodes; i++)
            {
                bench.Add(Some.Local(deep ? Some.Sharing(TableBench.Self, random.Next(70), random) : Some.Id(random), i + 1));
            }

            for (var query = 0; query < 20; query++)
            {
                var target = Target(query, random);
                var expected = bench.Live.OrderBy(node => node.Id, Comparer<NodeId>.Create(target.CompareDistance)).Take(8);
                Assert.Equal(expected, bench.Closest(target));
            }
        }
    }

    [Theory]
    [InlineData(true, true, 0.2)]
    [InlineData(true, true, 0.8)]
    [InlineData(true, false, 0.5)]
    [InlineData(false, true, 0.5)]
    [InlineData(false, false, 0.5)]
    public void With_its_defences_an_answer_is_what_a_greedy_choice_from_the_sorted_list_makes(bool prefersSecure, bool spreads, double secureShare)
    {
        var random = new Random(6);
        var secrets = new SeededSecrets(6);
        for (var round = 0; round < 60; round++)
        {
            var bench = new TableBench(new RoutingOptions { PrefersSecureIds = prefersSecure, SpreadsAnswers = spreads });
            var nodes = random.Next(1, 400);
            for (var i = 0; i < nodes; i++)
            {
                // Few networks, so that buckets share some.
                var at = Some.Public(random.Next(100), random.Next(1, 255));
                bench.Add(new NodeContact(random.NextDouble() < secureShare ? SecureId.Make(at, secrets) : Some.Id(random), at));
            }

            var failing = bench.Live.Where(_ => random.Next(5) == 0).ToArray();
            foreach (var node in failing)
            {
                bench.Fail(node);
                bench.Add(bench.Live.First(other => other != node));
            }

            for (var query = 0; query < 20; query++)
            {
                var target = Target(query, random);
                var count = random.Next(1, 20);
                Assert.Equal(Greedy(bench.Table, target, count, prefersSecure, spreads), bench.Closest(target, count));
            }
        }
    }

    [Fact]
    public void Two_of_one_network_are_not_named_together_unless_it_is_a_local_one()
    {
        var bench = new TableBench();
        bench.Add(bench.Chosen(4, 1, host: 1));
        bench.Add(bench.Chosen(5, 1, host: 2));
        Assert.Single(bench.Closest(TableBench.Self));
        bench.Add(bench.Local(4, 1));
        bench.Add(bench.Local(4, 2));
        Assert.Equal(3, bench.Closest(TableBench.Self).Length);
    }

    [Fact]
    public void While_secure_ids_are_the_rule_chosen_ones_beside_the_target_are_not_named()
    {
        var bench = new TableBench();
        var index = 0;
        for (var i = 0; i < 60; i++)
        {
            bench.Add(bench.Secure(i % 5, ref index));
        }

        var target = Some.Sharing(TableBench.Self, 9, bench.Random);
        var sybils = Enumerable.Range(0, 8).Select(i => bench.Add(new NodeContact(Some.Turned(Some.Turned(target, 10 + i % 3), 100 + i), Some.Public(9000 + i)))).ToArray();
        Assert.Subset(bench.Live.ToHashSet(), sybils.ToHashSet());
        Assert.Empty(bench.Closest(target).Intersect(sybils));
        var open = new TableBench(new RoutingOptions { PrefersSecureIds = false });
        Array.ForEach(bench.Live, node => open.Add(node));
        Assert.Equal(sybils.ToHashSet(), open.Closest(target).ToHashSet());
    }

    [Fact]
    public void Among_old_clients_half_of_an_answer_are_the_nearest_whatever_their_ids()
    {
        var bench = new TableBench();
        var index = 0;
        for (var i = 0; i < 40; i++)
        {
            bench.Add(bench.Chosen(i % 5, 5000 + i));
            if (i % 4 == 0)
            {
                bench.Add(bench.Secure(i % 5, ref index));
            }
        }

        var target = Some.Sharing(TableBench.Self, 3, bench.Random);
        var answer = bench.Closest(target);
        var order = Comparer<NodeId>.Create(target.CompareDistance);
        Assert.Equal(4, answer.Count(node => bench.Row(node).IsVerified));
        Assert.Equal(bench.Live.Where(node => !bench.Row(node).IsVerified).OrderBy(node => node.Id, order).Take(4), answer[4..]);
    }

    private static NodeId Target(int query, Random random) =>
        query == 0 ? TableBench.Self : random.Next(2) == 0 ? Some.Id(random) : Some.Sharing(TableBench.Self, random.Next(70), random);

    private static List<NodeContact> Greedy(RoutingTable table, NodeId target, int count, bool prefersSecure, bool spreads)
    {
        var live = table.Rows().Where(row => !row.IsSpare).ToArray();
        var sorted = live.Where(row => row.Fails == 0).OrderBy(row => row.Contact.Id, Comparer<NodeId>.Create(target.CompareDistance)).ToArray();
        var secure = !prefersSecure ? 0 : live.Count(row => row.IsVerified) * 2 > live.Length ? count : count / 2;
        var taken = new List<NodeContact>();
        Take(sorted.Where(row => row.IsVerified), secure);
        Take(sorted, count);
        return taken;

        void Take(IEnumerable<TableRow> rows, int places)
        {
            foreach (var node in rows.Select(row => row.Contact))
            {
                if (taken.Count < places && !taken.Contains(node) && (!spreads || taken.TrueForAll(other => Network(other) != Network(node))))
                {
                    taken.Add(node);
                }
            }
        }
    }

    private static ulong Network(NodeContact node) => node.Endpoint.AddressBits.Low & ~0xffUL;
}
