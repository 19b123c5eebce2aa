using Shoal.Dht.Serving;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class SourceBucketsTests
{
    [Fact]
    public void A_source_has_its_burst_at_once_and_then_its_rate()
    {
        var buckets = new SourceBuckets(Hash, perSecond: 5, burst: 20);
        Assert.Equal(20, Count(buckets, "1.2.3.4:1", Start, 100));
        Assert.Equal(0, Count(buckets, "1.2.3.4:2", Start + TimeSpan.FromSeconds(0.19), 100));
        Assert.Equal(1, Count(buckets, "1.2.3.4:2", Start + TimeSpan.FromSeconds(0.2), 100));
        Assert.Equal(5, Count(buckets, "1.2.3.4:1", Start + TimeSpan.FromSeconds(1.2), 100));
        Assert.Equal(20, Count(buckets, "1.2.3.4:1", Start + TimeSpan.FromSeconds(10), 100));
    }

    [Fact]
    public void Others_are_not_concerned_and_in_IPv6_a_source_is_a_network_of_64_bits()
    {
        var buckets = new SourceBuckets(Hash, perSecond: 5, burst: 20);
        Assert.Equal(20, Count(buckets, "1.2.3.4:1", Start, 100));
        Assert.Equal(20, Count(buckets, "1.2.3.5:1", Start, 100));
        Assert.Equal(20, Count(buckets, "[2001:db8::1]:1", Start, 100));
        Assert.Equal(0, Count(buckets, "[2001:db8::ffff:1]:1", Start, 100));
        Assert.Equal(20, Count(buckets, "[2001:db8:0:1::1]:1", Start, 100));
    }

    [Fact]
    public void A_flood_from_many_addresses_does_not_unlock_one_that_is_over_its_limit()
    {
        var buckets = new SourceBuckets(Hash, perSecond: 1, burst: 5);
        Assert.Equal(5, Count(buckets, "1.2.3.4:1", Start, 10));
        for (var i = 0; i < 10 * Limits.Sources; i++)
        {
            Assert.True(buckets.TryTake(V4(i >> 8, i & 255), Start));
            Assert.True(i % 1000 != 0 || !buckets.TryTake(At("1.2.3.4:1"), Start));
        }

        Assert.Equal(Limits.Sources, buckets.Size);
    }

    [Fact]
    public void Nor_does_a_flood_of_which_each_address_is_over_its_limit_too()
    {
        var buckets = new SourceBuckets(Hash, perSecond: 1, burst: 2);
        Assert.Equal(2, Count(buckets, "1.2.3.4:1", Start, 3));
        for (var i = 0; i < 4 * Limits.Sources; i++)
        {
            // A little later each, so that the first would be the first to go.
            var now = Start + TimeSpan.FromMicroseconds(i);
            Assert.True(buckets.TryTake(V4(i >> 8, i & 255), now));
            buckets.TryTake(V4(i >> 8, i & 255), now);
            Assert.True(i % 1000 != 0 || !buckets.TryTake(At("1.2.3.4:1"), now));
        }
    }

    /// <summary>A list of everyone's moments, without a bound, against the table, which is large enough here.</summary>
    [Fact]
    public void The_table_allows_what_a_list_of_all_sources_would()
    {
        var chance = new SeededChance(4);
        var buckets = new SourceBuckets(Hash, perSecond: 2, burst: 6);
        var model = new Dictionary<Endpoint, double>();
        var now = 0.0;
        var refused = 0;
        for (var i = 0; i < 200_000; i++)
        {
            now += chance.Below(100) / 20_000.0;
            var from = V4(chance.Below(chance.Below(3) == 0 ? 20 : 2000), 1);
            var left = Math.Min(6, model.GetValueOrDefault(from, 6 - now * 2) + now * 2);
            // Within a millionth of a whole one the two may round apart.
            var isClear = Math.Abs(left - 1) > 1e-6;
            var allowed = buckets.TryTake(from, TimeSpan.FromSeconds(now));
            Assert.True(!isClear || allowed == left >= 1);
            model[from] = (allowed ? left - 1 : left) - now * 2;
            refused += allowed ? 0 : 1;
        }

        Assert.InRange(refused, 10_000, 150_000);
    }

    [Fact]
    public void An_idle_node_pays_for_no_table_and_one_that_is_asked_now_and_then_for_a_small_one()
    {
        var buckets = new SourceBuckets(Hash);
        Assert.Equal(0, buckets.Size);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.True(buckets.TryTake(V4(i, 1), Start + TimeSpan.FromSeconds(i)));
        }

        Assert.Equal(64, buckets.Size);
    }

    [Fact]
    public void Zero_is_no_limit() => Assert.Equal(100_000, Count(new SourceBuckets(Hash, perSecond: 0), "1.2.3.4:1", Start, 100_000));

    [Fact]
    public void Nothing_is_allocated_for_a_query()
    {
        var buckets = new SourceBuckets(Hash);
        var from = At("1.2.3.4:1");
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                buckets.TryTake(from, Start);
            }
        }));
    }

    private static int Count(SourceBuckets buckets, string from, TimeSpan now, int times) => Enumerable.Range(0, times).Count(_ => buckets.TryTake(At(from), now));
}
