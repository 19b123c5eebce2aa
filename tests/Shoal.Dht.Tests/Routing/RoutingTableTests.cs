using Shoal.Dht.Routing;

namespace Shoal.Dht.Tests.Routing;

public class RoutingTableTests
{
    private readonly TableBench _bench = new();

    [Fact]
    public void Only_an_answer_enters_a_node()
    {
        var node = _bench.Local(3, 1);
        _bench.Table.OnQuery(node, _bench.Now);
        _bench.Table.OnTimeout(node, _bench.Now);
        Assert.Equal(0, _bench.Table.Count);
        Assert.True(_bench.Table.Wants(node));
        _bench.Add(node);
        Assert.Equal(1, _bench.Table.Count);
        Assert.False(_bench.Table.Wants(node));
        var row = Assert.Single(_bench.Table.Rows());
        Assert.Equal(new TableRow(node, 3, IsSpare: false, IsVerified: true, TimeSpan.FromMilliseconds(100), 0, _bench.Now), row);
    }

    [Theory]
    [InlineData("[2001:db8::1]:6881")]
    [InlineData("9.9.9.9:0")]
    [InlineData("224.0.0.1:6881")]
    [InlineData("0.0.0.0:6881")]
    public void What_cannot_be_a_node_of_ours_is_refused(string endpoint)
    {
        var node = new NodeContact(Some.Id(_bench.Random), Some.At(endpoint));
        _bench.Add(node);
        Assert.Equal(0, _bench.Table.Count);
        Assert.False(_bench.Table.Wants(node));
    }

    [Fact]
    public void Our_own_id_is_refused()
    {
        var node = Some.Local(TableBench.Self, 1);
        _bench.Add(node);
        Assert.Equal(0, _bench.Table.Count);
        Assert.False(_bench.Table.Wants(node));
    }

    [Fact]
    public void A_table_of_IPv6_takes_IPv6_alone()
    {
        var bench = new TableBench(isIPv4: false);
        bench.Add(new NodeContact(Some.Id(bench.Random), Some.At("[2001:db8::1]:6881")));
        bench.Add(new NodeContact(Some.Id(bench.Random), Some.At("9.9.9.9:6881")));
        Assert.Equal(1, bench.Table.Count);
    }

    [Theory]
    [InlineData(0, 128)]
    [InlineData(1, 64)]
    [InlineData(2, 32)]
    [InlineData(3, 16)]
    [InlineData(4, 8)]
    [InlineData(20, 8)]
    public void Far_buckets_are_larger_and_each_has_eight_spares(int bucket, int places)
    {
        for (var i = 1; i <= places + 50; i++)
        {
            _bench.Add(_bench.InSlot(bucket, places, i % places, i));
            Assert.Equal(Math.Min(i, places), _bench.Table.Count);
            Assert.Equal(Math.Clamp(i - places, 0, 8), _bench.Table.SpareCount);
        }
    }

    /// <summary>No honest node shares so many bits with us: who does made its id for us.</summary>
    [Fact]
    public void Ids_made_to_be_beside_ours_have_one_bucket_together()
    {
        for (var i = 1; i <= 200; i++)
        {
            _bench.Add(_bench.Local(47 + i % 100, i));
        }

        Assert.Equal(8, _bench.Table.Count);
        Assert.Equal(8, _bench.Table.SpareCount);
    }

    [Fact]
    public void A_node_that_fails_gives_its_place_to_the_best_spare_at_once()
    {
        var nodes = Enumerable.Range(0, 8).Select(i => _bench.Add(_bench.InSlot(i, i + 1))).ToArray();
        var slow = _bench.Add(_bench.InSlot(0, 9), 300);
        var quick = _bench.Add(_bench.InSlot(0, 10), 150);
        Assert.Equal([slow, quick], _bench.Spares);
        _bench.Fail(nodes[3]);
        Assert.Equal(nodes.Where(node => node != nodes[3]).Append(quick).OrderBy(node => node.Endpoint), _bench.Live.OrderBy(node => node.Endpoint));
        Assert.Equal([slow], _bench.Spares);
    }

    /// <summary>Nobody asks spares whether they are there, so the time they were last heard of is all that is known.</summary>
    [Fact]
    public void A_spare_heard_of_lately_goes_before_a_quicker_one_that_was_not()
    {
        var nodes = Enumerable.Range(0, 8).Select(i => _bench.Add(_bench.InSlot(i, i + 1))).ToArray();
        var old = _bench.Add(_bench.InSlot(0, 9), 150);
        _bench.Now += TimeSpan.FromMinutes(16);
        var recent = _bench.Add(_bench.InSlot(0, 10), 300);
        _bench.Fail(nodes[0]);
        Assert.Contains(recent, _bench.Live);
        Assert.Equal([old], _bench.Spares);
    }

    [Fact]
    public void A_spare_that_fails_is_forgotten()
    {
        var nodes = Enumerable.Range(0, 9).Select(i => _bench.Add(_bench.InSlot(i % 8, i + 1))).ToArray();
        Assert.Equal([nodes[8]], _bench.Spares);
        _bench.Fail(nodes[8]);
        Assert.Equal((8, 0), (_bench.Table.Count, _bench.Table.SpareCount));
    }

    [Fact]
    public void Without_a_spare_a_node_may_fail_six_times_and_is_named_to_nobody_meanwhile()
    {
        var node = _bench.Add(_bench.Local(10, 1));
        var other = _bench.Add(_bench.Local(10, 2));
        for (var i = 1; i < 6; i++)
        {
            _bench.Fail(node);
            _bench.Add(other);
            Assert.Equal(i, _bench.Row(node).Fails);
            Assert.Equal([other], _bench.Closest(node.Id));
        }

        _bench.Add(node);
        Assert.Equal(2, _bench.Closest(node.Id).Length);
        for (var i = 1; i <= 6; i++)
        {
            Assert.Equal(2, _bench.Table.Count);
            _bench.Fail(node);
        }

        Assert.Equal(1, _bench.Table.Count);
    }

    /// <summary>BEP 45, "Determining Connectivity": timeouts of a line that is down tell nothing about nodes.</summary>
    [Fact]
    public void When_nobody_answers_any_more_it_is_our_line_and_nobody_pays()
    {
        var nodes = Enumerable.Range(1, 60).Select(i => _bench.Add(_bench.Local(i % 8, i))).ToArray();
        for (var round = 0; round < 20; round++)
        {
            Array.ForEach(nodes, _bench.Fail);
        }

        Assert.Equal(60, _bench.Table.Count);
        Assert.Equal(7, _bench.Table.Rows().Count(row => row.Fails > 0));
        _bench.Add(nodes[0]);
        _bench.Fail(nodes[59]);
        Assert.Equal(1, _bench.Row(nodes[59]).Fails);
    }

    [Fact]
    public void A_node_that_fails_makes_way_for_a_newcomer_of_a_full_bucket()
    {
        var nodes = Enumerable.Range(1, 8).Select(i => _bench.Add(_bench.Local(10, i))).ToArray();
        _bench.Fail(nodes[2]);
        var next = _bench.Local(10, 9);
        Assert.True(_bench.Table.Wants(next));
        _bench.Add(next, 5000);
        Assert.DoesNotContain(nodes[2], _bench.Live);
        Assert.Contains(next, _bench.Live);
    }

    [Fact]
    public void Rtt_is_smoothed_and_capped()
    {
        var node = _bench.Add(_bench.Local(10, 1), 400);
        _bench.Add(node, 100);
        Assert.Equal(300, _bench.Row(node).Rtt.TotalMilliseconds);
        var slow = _bench.Add(_bench.Local(10, 2), 500_000);
        Assert.Equal(65535, _bench.Row(slow).Rtt.TotalMilliseconds);
    }

    [Fact]
    public void With_another_id_every_node_has_the_bucket_that_it_has_then()
    {
        var index = 0;
        for (var i = 0; i < 300; i++)
        {
            _bench.Add(_bench.Secure(i % 6, ref index));
        }

        var other = Some.Turned(TableBench.Self, 1);
        var before = _bench.Table.Rows().Select(row => row.Contact).ToHashSet();
        _bench.Table.MoveTo(other, _bench.Now);
        Assert.Equal(other, _bench.Table.Self);
        Assert.All(_bench.Table.Rows(), row => Assert.Equal(Math.Min(other.SharedBits(row.Contact.Id), 47), row.Bucket));
        Assert.Subset(before, _bench.Table.Rows().Select(row => row.Contact).ToHashSet());
        Assert.Equal(_bench.Table.Rows().Count(row => !row.IsSpare), _bench.Table.Count);
        Assert.InRange(_bench.Table.Count, before.Count / 2, before.Count);
        _bench.Table.MoveTo(_bench.Table.Rows()[0].Contact.Id, _bench.Now);
        Assert.DoesNotContain(_bench.Table.Rows(), row => row.Contact.Id == _bench.Table.Self);
    }
}
