using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>One schedule for all torrents.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void A_thousand_torrents_started_together_share_fifty_requests_and_eight_a_host()
    {
        var bench = new AnnounceBench(new AnnouncerOptions());
        bench.Exchange.Play = _ => null;
        for (var i = 0; i < 1000; i++)
        {
            bench.Start([$"http://host{i % 10}.org/announce"]);
        }

        var most = 0;
        for (var step = 0; step < 20_000 && bench.Exchange.All.Count(asked => asked.IsAnswered) < 1000; step++)
        {
            bench.Run(0.02);
            most = Math.Max(most, bench.Exchange.UnderWay);
            Assert.InRange(bench.Exchange.UnderWay, 0, 50);
            Assert.All(bench.Exchange.All.Where(asked => !asked.IsAnswered).CountBy(asked => asked.Host), pair => Assert.InRange(pair.Value, 1, 8));
            foreach (var asked in bench.Exchange.All.Where(asked => !asked.IsAnswered && step % 40 == asked.Host[4] % 40).ToList())
            {
                asked.Answer(FakeExchange.Body(FakeExchange.Empty));
            }
        }

        Assert.Equal(1000, bench.Exchange.All.Count);
        Assert.Equal(50, most);
        foreach (var host in bench.Exchange.All.GroupBy(asked => asked.Host))
        {
            var times = host.Select(asked => asked.At).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMilliseconds(50)));
        }
    }

    [Fact]
    public void Torrents_started_together_drift_apart()
    {
        var bench = new AnnounceBench();
        for (var i = 0; i < 100; i++)
        {
            bench.Start([$"http://host{i}.org/announce"]);
        }

        bench.Run(2000);
        var times = bench.Exchange.All.Where(asked => asked.Event.Length == 0).Select(asked => (int)asked.At.TotalSeconds).ToList();
        Assert.Equal(100, times.Count);
        Assert.InRange(times.Distinct().Count(), 40, 100);
    }

    [Fact]
    public void Who_leaves_goes_before_all_that_wait()
    {
        var bench = new AnnounceBench(new AnnouncerOptions { MaxUnderWay = 1 });
        var leaving = bench.Start(["http://one.org/announce"]);
        bench.Exchange.Play = _ => null;
        for (var i = 0; i < 20; i++)
        {
            bench.Start([$"http://host{i}.org/announce"]);
        }

        var done = 0;
        leaving.Stop(() => done++);
        bench.Loop.Settle();
        Assert.Equal(2, bench.Exchange.All.Count);
        bench.Exchange.All[1].Answer(FakeExchange.Body(""));
        bench.Loop.Settle();
        Assert.Equal("stopped", bench.Exchange.All[2].Event);
        bench.Exchange.All[2].Answer(FakeExchange.Body(""));
        bench.Loop.Settle();
        Assert.Equal(1, done);
    }

    [Fact]
    public void What_a_stopped_torrent_left_in_the_queue_is_not_sent()
    {
        var bench = new AnnounceBench(new AnnouncerOptions { MaxUnderWay = 1 });
        bench.Exchange.Play = _ => null;
        bench.Start(["http://one.org/announce"]);
        var stopped = bench.Start(["http://two.org/announce"]);
        stopped.Stop(() => { });
        bench.Start(["http://three.org/announce"]);
        bench.Exchange.All[0].Answer(FakeExchange.Body(""));
        bench.Loop.Settle();
        Assert.Equal(["one.org", "three.org"], bench.Exchange.All.Select(asked => asked.Host));
    }

    [Fact]
    public void A_host_that_hangs_does_not_hold_up_the_others()
    {
        var bench = new AnnounceBench(new AnnouncerOptions());
        bench.Exchange.Play = asked => asked.Host == "slow.org" ? null : FakeExchange.Body(FakeExchange.Empty);
        for (var i = 0; i < 200; i++)
        {
            bench.Start(["http://slow.org/announce"]);
            bench.Start(["http://fast.org/announce"]);
        }

        bench.Run(30);
        Assert.Equal(200, bench.Exchange.All.Count(asked => asked.Host == "fast.org"));
        Assert.Equal(8, bench.Exchange.All.Count(asked => asked.Host == "slow.org"));
    }
}
