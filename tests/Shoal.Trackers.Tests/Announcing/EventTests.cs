using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>BEP 3: "started" first, "completed" once and never for what was complete at its start, "stopped" last.</summary>
public sealed class EventTests
{
    private readonly AnnounceBench _bench = new();

    [Fact]
    public void The_first_announce_is_started_and_says_who_we_are()
    {
        _bench.Stats = new(10, 20, 30);
        _bench.Start(["http://one.org/announce?pass=1"]);
        var asked = Assert.Single(_bench.Exchange.All);
        Assert.StartsWith("http://one.org:80/announce?pass=1&info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=-SH0001-abcdefghijkl&port=6881&uploaded=10&downloaded=20&left=30&", asked.Request.Url);
        Assert.Equal(("started", "100", 8), (asked.Event, asked["numwant"], asked["key"].Length));
        Assert.Null(asked.Request.Local);
    }

    [Fact]
    public void Regular_announces_have_no_event_and_are_never_earlier_than_asked_for()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali900e5:peers0:e");
        _bench.Start(["http://one.org/announce"]);
        _bench.Run(4 * 3600);
        var times = _bench.Exchange.All.Select(asked => asked.At).ToList();
        Assert.Equal(["started", .. Enumerable.Repeat("", times.Count - 1)], _bench.Events);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(961)));
        Assert.InRange(times.Zip(times.Skip(1)).Select(pair => pair.Second - pair.First).Distinct().Count(), 3, 100);
    }

    [Fact]
    public void A_download_that_ends_is_told_once_and_at_once()
    {
        var torrent = _bench.Start(["http://one.org/announce"]);
        _bench.Run(100);
        _bench.Stats = new(0, 1000, 0);
        torrent.Complete();
        torrent.Complete();
        _bench.Run(2 * 3600);
        Assert.Equal(["started", "completed", "", ""], _bench.Events.Take(4));
        Assert.Equal(TimeSpan.FromSeconds(100), _bench.Exchange.All[1].At);
        Assert.Equal("0", _bench.Exchange.All[1]["left"]);
    }

    [Fact]
    public void What_was_complete_at_its_start_never_tells_completed()
    {
        _bench.Stats = new(0, 0, 0);
        var torrent = _bench.Start(["http://one.org/announce"]);
        torrent.Complete();
        _bench.Run(3600);
        Assert.DoesNotContain("completed", _bench.Events);
        Assert.True(_bench.Exchange.All.Count >= 2);
    }

    [Fact]
    public void Completed_is_told_again_until_the_tracker_takes_it()
    {
        var failing = false;
        _bench.Exchange.Play = asked => failing && asked.Event == "completed" ? FakeExchange.Body("", 503) : FakeExchange.Body(FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"]);
        failing = true;
        torrent.Complete();
        _bench.Run(200);
        failing = false;
        _bench.Run(3600);
        Assert.Equal(["started", "completed", "completed", "completed", "completed", ""], _bench.Events.Take(6));
    }

    [Fact]
    public void A_tracker_that_first_hears_of_a_finished_download_hears_started_and_then_completed()
    {
        var isDown = true;
        _bench.Exchange.Play = _ => isDown ? FakeExchange.Body("", 503) : FakeExchange.Body(FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"]);
        torrent.Complete();
        isDown = false;
        _bench.Run(100);
        Assert.Equal(["started", "started", "completed"], _bench.Events);
    }

    [Fact]
    public void Stopped_is_the_last_and_asks_for_nobody()
    {
        var torrent = _bench.Start(["http://one.org/announce"]);
        var done = 0;
        torrent.Stop(() => done++);
        _bench.Run(3600);
        Assert.Equal(1, done);
        Assert.Equal(["started", "stopped"], _bench.Events);
        Assert.Equal("0", _bench.Exchange.All[1]["numwant"]);
        Assert.InRange(_bench.Exchange.All[1].Request.Time, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Who_never_answered_is_not_told_that_we_leave()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("", 500);
        var torrent = _bench.Start(["http://one.org/announce", "http://two.org/announce"]);
        var done = 0;
        torrent.Stop(() => done++);
        Assert.Equal(1, done);
        _bench.Run(100);
        Assert.DoesNotContain("stopped", _bench.Events);
    }

    [Fact]
    public void A_tracker_that_hangs_holds_a_stop_for_three_seconds_and_no_longer()
    {
        var torrent = _bench.Start(["http://one.org/announce"]);
        _bench.Exchange.Play = _ => null;
        var done = 0;
        torrent.Stop(() => done++);
        torrent.Stop(() => done++);
        _bench.Run(2.9);
        Assert.Equal(0, done);
        _bench.Run(0.2);
        Assert.Equal(2, done);
        _bench.Exchange.All[^1].Answer(FakeExchange.Body(FakeExchange.Empty));
        _bench.Run(10);
        Assert.Equal(2, done);
        Assert.Equal(2, _bench.Exchange.All.Count);
    }

    [Fact]
    public void A_stop_while_the_first_announce_is_under_way_waits_for_it_so_that_stopped_comes_last()
    {
        _bench.Exchange.Play = asked => asked.Event == "stopped" ? FakeExchange.Body(FakeExchange.Empty) : null;
        var torrent = _bench.Start(["http://one.org/announce"]);
        var done = 0;
        torrent.Stop(() => done++);
        _bench.Run(1);
        Assert.Equal(["started"], _bench.Events);
        _bench.Exchange.All[0].Answer(FakeExchange.Body("d8:intervali1800e5:peers6:\u0001\u0002\u0003\u0004\u0005\u0006e"));
        _bench.Run(1);
        Assert.Equal(["started", "stopped"], _bench.Events);
        Assert.Equal(1, done);
        Assert.Empty(_bench.Heard.Peers);
        Assert.InRange(_bench.Exchange.All[1].Request.Time, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public void A_torrent_that_was_never_started_stops_at_once()
    {
        var done = 0;
        _bench.Add(["http://one.org/announce"]).Stop(() => done++);
        Assert.Equal(1, done);
    }

    [Fact]
    public void Both_trackers_of_a_torrent_that_moved_from_one_to_the_other_hear_that_it_leaves()
    {
        var torrent = _bench.Start(["http://one.org/announce"], ["http://two.org/announce"]);
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.Host == "one.org" && asked.Event != "stopped" ? "" : FakeExchange.Empty);
        _bench.Run(2000);
        torrent.Stop(() => { });
        _bench.Run(1);
        Assert.Equal(["one.org", "two.org"], _bench.Exchange.All.Where(asked => asked.Event == "stopped").Select(asked => asked.Host));
    }

    [Fact]
    public void The_trackers_own_id_is_given_back()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali900e5:peers0:10:tracker id5:a b&ce");
        _bench.Start(["http://one.org/announce"]);
        _bench.Run(1000);
        Assert.Equal(["", "a%20b%26c"], _bench.Exchange.All.Select(asked => asked["trackerid"]));
    }

    [Fact]
    public void Asking_earlier_respects_the_minimal_interval()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali1800e12:min intervali600e5:peers0:e");
        var torrent = _bench.Start(["http://one.org/announce"]);
        _bench.Run(100);
        torrent.WantPeers(eager: true);
        _bench.Run(499);
        Assert.Single(_bench.Exchange.All);
        _bench.Run(2);
        Assert.Equal(2, _bench.Exchange.All.Count);
        // It asked for peers once.
        _bench.Run(700);
        Assert.Equal(2, _bench.Exchange.All.Count);
        torrent.WantPeers(eager: true);
        _bench.Run(1);
        Assert.Equal(3, _bench.Exchange.All.Count);
        torrent.WantPeers(eager: true);
        torrent.WantPeers(eager: false);
        _bench.Run(1700);
        Assert.Equal(3, _bench.Exchange.All.Count);
    }
}
