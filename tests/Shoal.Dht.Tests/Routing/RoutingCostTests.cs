using Shoal.Dht.Routing;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;

namespace Shoal.Dht.Tests.Routing;

/// <summary>What a table costs; measured alone, since the heap is everybody's.</summary>
[Collection(nameof(RoutingCostTests))]
[CollectionDefinition(nameof(RoutingCostTests), DisableParallelization = true)]
public class RoutingCostTests
{
    private const int Tables = 50;

    [Fact]
    public void What_happens_all_the_time_allocates_nothing()
    {
        var bench = new TableBench();
        for (var i = 0; i < 2000; i++)
        {
            bench.Add(i % 2 == 0 ? Some.Secure(i) : bench.Chosen(i % 12, i));
        }

        Assert.InRange(bench.Table.Count, 200, 600);
        var (live, spares, strangers) = (bench.Live, bench.Spares, Enumerable.Range(3000, 100).Select(Some.Secure).ToArray());
        var into = new NodeContact[8];
        var found = 0;
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            foreach (var node in live)
            {
                bench.Table.OnReply(node, TimeSpan.FromMilliseconds(90), bench.Now);
                bench.Table.OnQuery(node, bench.Now);
                found += bench.Table.Closest(node.Id, into);
            }

            foreach (var node in spares)
            {
                bench.Table.OnQuery(node, bench.Now);
            }

            foreach (var node in strangers)
            {
                bench.Table.OnQuery(node, bench.Now);
                bench.Table.OnTimeout(node, bench.Now);
                found += bench.Table.Wants(node) ? 1 : 0;
            }

            bench.Now += TimeSpan.FromMinutes(20);
            found += bench.Table.TryStale(bench.Now, out _, out _) ? 1 : 0;
            found += bench.Table.TryThinBucket(bench.Now, out _) ? 1 : 0;
            found += (int)bench.Table.EstimateSize();
        }));
        Assert.NotEqual(0, found);
    }

    /// <summary>64 bytes a node, and a quarter more for arrays that grow ahead and the buckets.</summary>
    [Fact]
    public void A_node_in_a_table_costs_eighty_bytes()
    {
        var tables = new RoutingTable[Tables];
        var random = new Random(6);
        var network = Enumerable.Range(1, 1000).Select(i => Some.Local(Some.Id(random), i)).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Tables; i++)
        {
            tables[i] = new RoutingTable(Some.Id(random), isIPv4: true, new SeededChance(1));
            foreach (var node in network)
            {
                tables[i].OnReply(node, TimeSpan.FromMilliseconds(100), default);
            }
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        var nodes = tables.Sum(table => table.Count + table.SpareCount);
        Assert.InRange(nodes / Tables, 250, 400);
        Assert.InRange((double)bytes / nodes, 64, 80);
    }

    [Fact]
    public void A_table_of_ten_nodes_costs_less_than_three_kilobytes()
    {
        var tables = new RoutingTable[Tables];
        var random = new Random(6);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Tables; i++)
        {
            tables[i] = new RoutingTable(Some.Id(random), isIPv4: true, new SeededChance(1));
            for (var port = 1; port <= 10; port++)
            {
                tables[i].OnReply(Some.Local(Some.Id(random), port), TimeSpan.FromMilliseconds(100), default);
            }
        }

        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Tables, 640, 3 * 1024);
        GC.KeepAlive(tables);
    }

    [Fact]
    public void An_empty_table_costs_less_than_a_kilobyte()
    {
        var tables = new RoutingTable[Tables];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Tables; i++)
        {
            tables[i] = new RoutingTable(default, isIPv4: true, new SeededChance(1));
        }

        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Tables, 1, 1024);
        GC.KeepAlive(tables);
    }
}
