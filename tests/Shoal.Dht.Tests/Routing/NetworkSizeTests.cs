using Shoal.Dht.Routing;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Routing;

public class NetworkSizeTests
{
    /// <summary>Ids that lie evenly: the i-th nearest of n is i parts of n away, whatever is drawn through them.</summary>
    [Theory]
    [InlineData(1 << 10)]
    [InlineData(1 << 24)]
    public void Of_ids_that_lie_evenly_the_size_is_told_exactly(int network)
    {
        var self = default(NodeId);
        var nearest = Enumerable.Range(1, 8).Select(i => Some.Local(At((ulong)i * (ulong.MaxValue / (ulong)network)), i)).ToArray();
        Assert.Equal(network, NetworkSize.Of(self, nearest), network / 1000.0);
        Assert.Equal(0, NetworkSize.Of(self, []));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void From_a_table_the_size_of_a_random_network_is_told_within_a_factor_of_two_nine_times_of_ten(int network)
    {
        var estimates = new List<double>();
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var table = new RoutingTable(Some.Id(random), isIPv4: true, new SeededChance(1));
            for (var i = 1; i <= network; i++)
            {
                table.OnReply(Some.Local(Some.Id(random), i), TimeSpan.FromMilliseconds(random.Next(20, 400)), default);
            }

            estimates.Add(table.EstimateSize());
        }

        Assert.InRange(estimates.Count(estimate => estimate > network / 2.0 && estimate < network * 2.0), 54, 60);
        Assert.InRange(estimates.Order().ElementAt(30), network * 0.8, network * 1.25);
    }

    private static NodeId At(ulong high)
    {
        var bytes = new byte[NodeId.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        return new NodeId(bytes);
    }
}
