using Shoal.Dht.Routing;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Routing;

public class RoutingTableTests
{
    private static readonly NodeId Self = Some.Id("55555555555555555555aaaaaaaaaaaaaaaaaaaa");
    private static readonly TimeSpan Rtt = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Now = TimeSpan.FromHours(3);

    private readonly Random _random = new(6);
    private readonly RoutingTable _table = Table();

    [Fact]
    public void Only_an_answer_enters_a_node()
    {
        var node = Local(3);
        _table.OnQuery(node, Now);
        _table.OnTimeout(node, Now);
        Assert.Equal(0, _table.Count);
        Assert.True(_table.Wants(node));
        _table.OnReply(node, Rtt, Now);
        Assert.Equal(1, _table.Count);
        Assert.False(_table.Wants(node));
        var row = Assert.Single(_table.Rows());
        Assert.Equal(new TableRow(node, 3, IsSpare: false, IsVerified: true, Rtt, 0, Now), row);
    }

    /// <summary>Against a list of all that was let in, sorted by distance.</summary>
    [Fact]
    public void The_nearest_are_those_of_a_sorted_list()
    {
        for (var round = 0; round < 300; round++)
        {
            var table = Table();
            var deep = _random.Next(2) == 0;
            var nodes = _random.Next(1, 500);
            for (var i = 0; i < nodes; i++)
            {
                var id = deep ? Some.Sharing(Self, _random.Next(70), _random) : Some.Id(_random);
                table.OnReply(Some.Local(id, i + 1), Rtt, Now);
            }

            var known = table.Rows().Where(row => !row.IsSpare).Select(row => row.Contact).ToArray();
            Assert.Equal(known.Length, table.Count);
            for (var query = 0; query < 20; query++)
            {
                var target = query == 0 ? Self : _random.Next(2) == 0 ? Some.Id(_random) : Some.Sharing(Self, _random.Next(70), _random);
                var expected = known.OrderBy(node => node.Id, Comparer<NodeId>.Create(target.CompareDistance)).Take(8);
                Assert.Equal(expected, Closest(table, target));
            }
        }
    }

    private NodeContact Local(int shared, int port = 7) => Some.Local(Some.Sharing(Self, shared, _random), port);

    private static RoutingTable Table(RoutingOptions? options = null, bool isIPv4 = true) => new(Self, isIPv4, new SeededChance(6), options);

    private static NodeContact[] Closest(RoutingTable table, NodeId target, int count = 8)
    {
        var into = new NodeContact[count];
        return into[..table.Closest(target, into)];
    }
}
