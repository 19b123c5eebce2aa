using Shoal.Dht.Routing;

namespace Shoal.Dht.Tests.Routing;

public class UpkeepTests
{
    private readonly TableBench _bench = new();

    /// <summary>BEP 5: after 15 minutes of inactivity a node is questionable.</summary>
    [Fact]
    public void A_node_silent_for_a_quarter_of_an_hour_is_asked_and_the_stalest_first()
    {
        var first = _bench.Add(_bench.Local(3, 1));
        _bench.Now += TimeSpan.FromMinutes(5);
        var second = _bench.Add(_bench.Local(5, 2));
        _bench.Now += TimeSpan.FromMinutes(5);
        var third = _bench.Add(_bench.Local(1, 3));
        Assert.Empty(_bench.Stale());
        _bench.Now += new TimeSpan(0, 4, 59);
        Assert.Empty(_bench.Stale());
        _bench.Now += TimeSpan.FromSeconds(1);
        Assert.Equal([first], _bench.Stale().Select(stale => stale.Node));
        _bench.Add(first);
        _bench.Now += TimeSpan.FromMinutes(14);
        Assert.Equal([second, third], _bench.Stale().Select(stale => stale.Node));
    }

    [Fact]
    public void Who_asks_us_need_not_be_asked_but_answers_once_an_hour()
    {
        var node = _bench.Add(_bench.Local(3, 1));
        var end = _bench.Now + TimeSpan.FromMinutes(60);
        for (; _bench.Now < end; _bench.Now += TimeSpan.FromMinutes(1))
        {
            _bench.Table.OnQuery(node, _bench.Now);
            Assert.Empty(_bench.Stale());
        }

        Assert.Equal([node], _bench.Stale().Select(stale => stale.Node));
    }

    [Fact]
    public void Who_owes_an_answer_is_asked_again_after_a_minute_and_then_ever_less()
    {
        var node = _bench.Add(_bench.Local(3, 1));
        var other = _bench.Add(_bench.Local(4, 2));
        var start = _bench.Now += TimeSpan.FromMinutes(20);
        var asked = new List<double>();
        while (_bench.Now < start + TimeSpan.FromHours(2))
        {
            foreach (var (stale, _) in _bench.Stale())
            {
                if (stale == other)
                {
                    _bench.Add(other);
                    continue;
                }

                asked.Add((_bench.Now - start).TotalMinutes);
                _bench.Fail(node);
            }

            _bench.Now += TimeSpan.FromSeconds(10);
        }

        Assert.Equal([0, 1, 3, 7, 15, 31], asked);
        Assert.Equal([other], _bench.Live);
    }

    [Fact]
    public void While_our_line_is_down_one_question_a_minute_goes_out()
    {
        for (var i = 1; i <= 100; i++)
        {
            _bench.Add(_bench.Local(i % 6, i));
        }

        Array.ForEach(_bench.Live[..8], _bench.Fail);
        Assert.True(_bench.Table.IsCutOff);
        var count = _bench.Table.Count;
        _bench.Now += TimeSpan.FromMinutes(20);
        var asked = 0;
        for (var second = 0; second < 600; second++, _bench.Now += TimeSpan.FromSeconds(1))
        {
            foreach (var (node, _) in _bench.Stale())
            {
                asked++;
                _bench.Fail(node);
            }
        }

        Assert.Equal(10, asked);
        Assert.Equal(count, _bench.Table.Count);
    }

    /// <summary>A question costs some 100 bytes and its answer 300: a whole idle hour of a table of a thousand-node network stays below half a megabyte.</summary>
    [Fact]
    public void An_idle_table_asks_each_node_four_times_an_hour()
    {
        Fill(1000);
        var asked = 0;
        for (var second = 0; second < 3600; second += 2, _bench.Now += TimeSpan.FromSeconds(2))
        {
            if (_bench.Table.TryStale(_bench.Now, out var node, out _))
            {
                asked++;
                _bench.Add(node);
            }
        }

        Assert.InRange(asked, 3 * _bench.Table.Count, 4 * _bench.Table.Count);
        Assert.All(_bench.Table.Rows().Where(row => !row.IsSpare), row => Assert.InRange(_bench.Now - row.Seen, TimeSpan.Zero, TimeSpan.FromMinutes(26)));
    }

    /// <summary>Behind the last bucket that has an answer's worth, whoever is there knows our neighbours: it is asked for our own id.</summary>
    [Fact]
    public void A_question_is_for_a_node_of_the_same_bucket_or_for_ourselves_near_us()
    {
        Fill(1000);
        var deepest = _bench.Table.Rows().Where(row => !row.IsSpare).GroupBy(row => row.Bucket).Where(bucket => bucket.Count() >= 8).Max(bucket => bucket.Key);
        _bench.Now += TimeSpan.FromMinutes(20);
        var stale = _bench.Stale();
        Assert.Equal(_bench.Table.Count, stale.Count);
        Assert.All(stale, ask =>
        {
            var bucket = TableBench.Self.SharedBits(ask.Node.Id);
            Assert.Equal(bucket > deepest ? NodeId.Bits : bucket, TableBench.Self.SharedBits(ask.Target));
        });
        Assert.InRange(stale.Select(ask => ask.Target).Distinct().Count(), 240, stale.Count);
    }

    [Fact]
    public void A_target_is_sought_in_a_slot_that_nobody_has()
    {
        for (var slot = 0; slot < 7; slot++)
        {
            _bench.Add(_bench.InSlot(slot, slot + 1));
        }

        _bench.Add(_bench.InSlot(0, 8));
        var hits = 0;
        for (var round = 0; round < 50; round++)
        {
            _bench.Now += TimeSpan.FromMinutes(20);
            var stale = _bench.Stale();
            hits += stale.Count(ask => TableBench.Slot(ask.Target, 10, 3) == 7);
            stale.ForEach(ask => _bench.Add(ask.Node));
        }

        // Of eight slots one, with four tries: 1 - (7/8)^4 = 0.41.
        Assert.InRange(hits, 400 * 0.33, 400 * 0.5);
    }

    [Fact]
    public void An_empty_table_seeks_nothing_and_a_new_one_its_neighbours_first()
    {
        Assert.False(_bench.Table.TryThinBucket(_bench.Now, out _));
        _bench.Add(_bench.Local(0, 1));
        Assert.True(_bench.Table.TryThinBucket(_bench.Now, out var target));
        Assert.Equal(TableBench.Self, target);
        Assert.False(_bench.Table.TryThinBucket(_bench.Now, out _));
        _bench.Now += TimeSpan.FromMinutes(30);
        Assert.True(_bench.Table.TryThinBucket(_bench.Now, out target));
        Assert.Equal(TableBench.Self, target);
        _bench.Table.MoveTo(Some.Turned(TableBench.Self, 0), _bench.Now);
        Assert.True(_bench.Table.TryThinBucket(_bench.Now, out target));
        Assert.Equal(_bench.Table.Self, target);
    }

    [Fact]
    public void A_bucket_that_lacks_nodes_is_sought_once_a_quarter_of_an_hour()
    {
        var port = 1;
        for (var bucket = 0; bucket < 7; bucket++)
        {
            // Of bucket 0 a quarter is there, of bucket 1 less, bucket 4 has too few for an answer; 6 is the last that has one.
            for (var i = 0; i < bucket switch { 0 => 32, 1 => 15, 4 => 7, _ => 8 }; i++)
            {
                _bench.Add(_bench.Local(bucket, port++));
            }
        }

        _bench.Add(_bench.Local(9, port));
        Assert.True(_bench.Table.TryThinBucket(_bench.Now, out _));
        Assert.Equal([1, 4], Thin());
        Assert.Empty(Thin());
        _bench.Now += TimeSpan.FromMinutes(15);
        Assert.Equal([1, 4], Thin());

        List<int> Thin()
        {
            var buckets = new List<int>();
            while (_bench.Table.TryThinBucket(_bench.Now, out var target))
            {
                buckets.Add(TableBench.Self.SharedBits(target));
            }

            return buckets;
        }
    }

    private void Fill(int network)
    {
        for (var i = 1; i <= network; i++)
        {
            _bench.Add(Some.Local(Some.Id(_bench.Random), i));
        }
    }
}
