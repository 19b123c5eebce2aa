using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>BEP 12.</summary>
public sealed class TierTests
{
    private static readonly string[] Three = ["http://a.org/announce", "http://b.org/announce", "http://c.org/announce"];

    [Fact]
    public void The_trackers_of_a_tier_are_asked_in_an_order_by_chance_and_the_tiers_in_their_own()
    {
        var orders = new HashSet<string>();
        for (var seed = 1ul; seed < 60; seed++)
        {
            var bench = new AnnounceBench(seed: seed);
            bench.Exchange.Play = _ => FakeExchange.Body("", 500);
            bench.Start(Three, ["http://z.org/announce"]);
            var order = string.Concat(bench.Exchange.All.Select(asked => asked.Host[0]));
            Assert.EndsWith("z", order);
            orders.Add(order);
        }

        Assert.Equal(6, orders.Count);
    }

    [Fact]
    public void One_tracker_that_answers_is_enough_and_comes_first_from_then_on()
    {
        var bench = new AnnounceBench();
        bench.Exchange.Play = asked => FakeExchange.Body(asked.Host == "c.org" ? FakeExchange.Empty : "");
        var torrent = bench.Start(Three, ["http://z.org/announce"]);
        Assert.Equal("c.org", bench.Exchange.All[^1].Host);
        Assert.DoesNotContain("z.org", bench.Exchange.All.Select(asked => asked.Host));
        var before = bench.Exchange.All.Count;
        Assert.StartsWith("http://c.org", torrent.Snapshot()[0].ShownUrl);
        bench.Run(1900);
        Assert.Equal(["c.org"], bench.Exchange.All.Skip(before).Select(asked => asked.Host));
    }

    [Fact]
    public void A_tier_that_fails_gives_way_to_the_next_and_is_tried_first_when_its_pause_is_over()
    {
        var bench = new AnnounceBench();
        var isDown = true;
        bench.Exchange.Play = asked => FakeExchange.Body(asked.Host == "a.org" && isDown ? "" : FakeExchange.Empty);
        bench.Start(["http://a.org/announce"], ["http://z.org/announce"]);
        Assert.Equal(["a.org", "z.org"], bench.Exchange.All.Select(asked => asked.Host));
        isDown = false;
        bench.Run(40);
        Assert.Equal(["a.org", "z.org", "a.org"], bench.Exchange.All.Select(asked => asked.Host));
        bench.Run(1900);
        Assert.Equal("a.org", bench.Exchange.All[^1].Host);
        Assert.Equal(4, bench.Exchange.All.Count);
    }

    [Fact]
    public void Pauses_grow_with_each_failure_up_to_an_hour()
    {
        var bench = new AnnounceBench();
        bench.Exchange.Play = _ => FakeExchange.Body("", 500);
        var torrent = bench.Start(["http://a.org/announce"]);
        bench.Run(12 * 3600);
        var times = bench.Exchange.All.Select(asked => asked.At.TotalSeconds).ToList();
        var pauses = times.Zip(times.Skip(1)).Select(pair => pair.Second - pair.First).ToList();
        for (var i = 0; i < pauses.Count; i++)
        {
            var expected = Math.Min(3600, 30 * Math.Pow(2, i));
            Assert.InRange(pauses[i], expected, expected * 1.26);
        }

        var shown = Assert.Single(torrent.Snapshot());
        Assert.Equal(TrackerStatus.Failing, shown.Status);
        Assert.Equal("answered with HTTP status 500 (InternalServerError)", shown.LastError);
        Assert.InRange(shown.NextAnnounceIn!.Value.TotalSeconds, 0, 4600);
    }

    [Fact]
    public void A_tracker_named_twice_is_asked_once()
    {
        var bench = new AnnounceBench();
        bench.Exchange.Play = _ => FakeExchange.Body("", 500);
        var torrent = bench.Start(["http://a.org/announce", "http://a.org/announce"], ["http://a.org/announce"]);
        Assert.Single(bench.Exchange.All);
        Assert.Single(torrent.Snapshot());
    }

    [Fact]
    public void A_torrent_of_too_many_trackers_keeps_the_first()
    {
        var bench = new AnnounceBench();
        var torrent = bench.Add([.. Enumerable.Range(0, 500).Select(i => new[] { $"http://t{i}.org/announce" })]);
        Assert.Equal(Limits.TrackersPerTorrent, torrent.Snapshot().Count);
    }

    [Theory]
    [InlineData("wss://tracker.org/announce", "speaks wss, which is not supported")]
    [InlineData("http://tracker.i2p/announce", "lies in a hidden network, which is not supported")]
    [InlineData("udp://tracker.onion:80", "lies in a hidden network, which is not supported")]
    [InlineData("udp://tracker.org/announce", "has an URL that names no port")]
    [InlineData("dht://aaaa", "speaks dht, which is not supported")]
    [InlineData("nonsense", "has an URL that cannot be read")]
    [InlineData("", "has an URL that cannot be read")]
    public void What_nobody_here_speaks_is_told_once_and_never_asked(string url, string error)
    {
        var bench = new AnnounceBench();
        var torrent = bench.Start([url], ["http://z.org/announce"]);
        var shown = torrent.Snapshot()[0];
        Assert.Equal(error, shown.LastError);
        Assert.Equal(TrackerStatus.Out, shown.Status);
        Assert.Null(shown.NextAnnounceIn);
        bench.Run(3600);
        Assert.All(bench.Exchange.All, asked => Assert.Equal("z.org", asked.Host));
        Assert.All(bench.Names.Asked, name => Assert.Equal("z.org", name));
        Assert.Empty(bench.Wire.Datagrams);
    }
}
