using Shoal.Cli.Dht;
using Shoal.Dht;
using Shoal.Dht.Routing;
using Shoal.Dht.Snapshots;
using Shoal.Runtime;

namespace Shoal.Cli.Tests.Dht;

public sealed class NodeViewTests
{
    [Fact]
    public void A_table_that_is_longer_than_the_screen_ends_with_the_sum_of_the_rest()
    {
        var lines = NodeView.ScreenOf([Reading(buckets: 20)], height: 12);

        Assert.Equal(11, lines.Count);
        Assert.Equal("       0       2       1     10 ms  #", lines[5]);
        Assert.Equal("      5+      30      15", lines[^1]);
    }

    [Fact]
    public void A_table_that_fits_is_shown_whole() => Assert.Equal("       5       2       1     10 ms  #", NodeView.ScreenOf([Reading(buckets: 6)], height: 12)[^1]);

    [Fact]
    public void The_size_of_the_network_has_two_digits() =>
        Assert.Equal("127.0.0.1:6881: 40 nodes (the network has about 9,900,000), reachable; packets a second: 0.0 in, 0.0 out; keeps 0 peers of 0 torrents", NodeView.LineOf(Reading(buckets: 20)));

    /// <summary>Two nodes and a spare in each bucket.</summary>
    private static NodeReading Reading(int buckets)
    {
        Assert.True(Endpoint.TryParse("127.0.0.1:6881", out var local));
        var node = new DhtNodeSnapshot
        {
            Local = local,
            Id = default,
            External = null,
            IsReadOnly = false,
            IsReachable = true,
            HasJoined = true,
            Nodes = 2 * buckets,
            Table = [.. Enumerable.Range(0, 3 * buckets).Select(i => new TableRow(new NodeContact(default, local), i / 3, i % 3 == 2, true, TimeSpan.FromMilliseconds(5 * (1 + i % 3)), 0, TimeSpan.Zero))],
            NetworkSize = 9_876_543,
            StoredTorrents = 0,
            StoredPeers = 0,
            Asking = 0,
            LateAfter = TimeSpan.Zero,
            Totals = new DhtTotals
            {
                PacketsIn = 0, PacketsOut = 0, BytesIn = 0, BytesOut = 0, Junk = 0, Strays = 0, Lost = 0, Refused = 0,
                Pings = 0, FindNodes = 0, GetPeers = 0, Announces = 0, Errors = 0, Limited = 0, Unsent = 0,
            },
        };
        return new NodeReading(node, NodeRates.Between(node.Totals, node.Totals, TimeSpan.FromSeconds(1)));
    }
}
