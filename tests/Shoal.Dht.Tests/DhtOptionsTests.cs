using Shoal.Dht.Messages;
using Shoal.Dht.Tests.Nodes;

namespace Shoal.Dht.Tests;

public class DhtOptionsTests
{
    public static TheoryData<DhtOptions> Refused =>
    [
        new DhtOptions { QueriesPerSecond = 0 },
        new DhtOptions { QueriesPerSecond = -1 },
        new DhtOptions { QueriesPerAddress = -1 },
        new DhtOptions { AnswerRate = -1 },
        new DhtOptions { AnswerRate = 1 },
        new DhtOptions { AnswerRate = 999 },
        new DhtOptions { StoredTorrents = 0 },
        new DhtOptions { StoredPeers = 0 },
    ];

    public static TheoryData<DhtOptions> Taken =>
    [
        new DhtOptions(),
        new DhtOptions { QueriesPerSecond = 1, QueriesPerAddress = 0, AnswerRate = 0, StoredTorrents = 1, StoredPeers = 1 },
        new DhtOptions { QueriesPerAddress = 1, AnswerRate = 1000 },
    ];

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_no_node_can_work_with_is_refused(DhtOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DhtService(new NodeDesk().World, options));

    [Theory]
    [MemberData(nameof(Taken), DisableDiscoveryEnumeration = true)]
    public void The_least_of_each_is_taken_and_works(DhtOptions options)
    {
        var desk = new NodeDesk();
        var service = new DhtService(desk.World, options);
        Assert.Null(service.Open([Some.At("0.0.0.0:0")], null));
        Assert.Single(service.Addresses);
    }

    /// <summary>What is set reaches the node.</summary>
    [Fact]
    public void Each_option_does_what_it_says()
    {
        var desk = new NodeDesk();
        var service = new DhtService(desk.World, new DhtOptions { Bootstrap = [], ReadOnly = ReadOnlyMode.Always, AnswerRate = 5000, QueriesPerAddress = 3, StoredTorrents = 7, StoredPeers = 9, QueriesPerSecond = 2 });
        service.Open([Some.At("0.0.0.0:0")], null);
        var (node, options) = (service.Nodes[0], service.Nodes[0].Options);
        Assert.Equal((ReadOnlyMode.Always, 5000, 3, 7, 9), (options.ReadOnly, options.AnswerRate, options.QueriesPerAddress, options.Store.Hashes, options.Store.PeersPerHash));
        Assert.Equal(6, Enumerable.Range(0, 100).Count(i => node.TryAsk(Some.Public(i), null, node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping })));
    }
}
