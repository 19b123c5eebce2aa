using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>One peer at several addresses and under several hashes.</summary>
public sealed class FamilyTests
{
    private readonly AnnounceBench _bench = new();

    public FamilyTests() => _bench.Names.Set("one.org", "203.0.113.1", "2001:db8::1", "203.0.113.2");

    [Fact]
    public void A_host_of_both_families_is_told_by_both_with_one_key_and_both_answers_count()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.Request.Addresses[0].ToString() == "2001:db8::1"
            ? "d8:intervali900e6:peers618:\u0020\u0001\u000d\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0005\0\u0050e"
            : "d8:intervali1200e5:peers6:\u0001\u0002\u0003\u0004\0\u0050e");
        _bench.Start(["http://one.org/announce"]);
        Assert.Equal(["203.0.113.1 203.0.113.2", "2001:db8::1"], _bench.Exchange.All.Select(asked => string.Join(' ', asked.Request.Addresses)));
        Assert.Single(_bench.Exchange.All.Select(asked => asked["key"]).Distinct());
        Assert.Equal(["started", "started"], _bench.Events);
        Assert.Equal(["1.2.3.4:80", "[2001:db8::5]:80"], _bench.Heard.Peers.Select(heard => heard.Peer.ToString()));
        // The longer of the two intervals.
        _bench.Run(1199);
        Assert.Equal(2, _bench.Exchange.All.Count);
        _bench.Run(70);
        Assert.Equal(4, _bench.Exchange.All.Count);
    }

    [Fact]
    public void Keys_of_two_torrents_differ()
    {
        _bench.Start(["http://a.org/announce"]);
        _bench.Start(["http://a.org/announce"]);
        Assert.Equal(2, _bench.Exchange.All.Select(asked => asked["key"]).Distinct().Count());
    }

    [Fact]
    public void One_family_that_is_cut_off_hurts_nobody_and_is_started_when_it_comes_back()
    {
        var isCut = true;
        _bench.Exchange.Play = asked => FakeExchange.Body(isCut && asked.Request.Addresses[0].ToString() == "2001:db8::1" ? "" : FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"], ["http://two.org/announce"]);
        Assert.Equal(TrackerStatus.Working, torrent.Snapshot()[0].Status);
        Assert.Null(torrent.Snapshot()[0].LastError);
        torrent.Complete();
        _bench.Run(1);
        Assert.Equal(["started", "started", "completed", "started"], _bench.Events);
        isCut = false;
        _bench.Run(1900);
        Assert.Equal(["", "started", "completed"], _bench.Events[4..]);
        var before = _bench.Events.Length;
        torrent.Stop(() => { });
        _bench.Run(1);
        Assert.Equal(["stopped", "stopped"], _bench.Events[before..]);
    }

    /// <summary>The family that took "completed" must not hear it again for the other's sake, nor be announced to in a hurry.</summary>
    [Fact]
    public void A_completed_that_one_family_never_takes_is_not_told_again_and_again()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.Event == "completed" && asked.Request.Addresses[0].ToString() == "2001:db8::1" ? "" : FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"]);
        torrent.Complete();
        _bench.Run(299);
        Assert.Equal(4, _bench.Exchange.All.Count);
        _bench.Run(3600);
        Assert.Single(_bench.Exchange.All, asked => asked.Event == "completed" && asked.Request.Addresses[0].ToString() != "2001:db8::1");
        Assert.InRange(_bench.Exchange.All.Count, 10, 30);
    }

    [Fact]
    public void A_family_that_owes_completed_and_is_gone_holds_up_nothing()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.Event == "completed" && asked.Request.Addresses[0].ToString() == "2001:db8::1" ? "" : FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"]);
        torrent.Complete();
        _bench.Run(1);
        _bench.Names.Set("one.org", "203.0.113.1");
        _bench.Run(2 * 3600);
        Assert.Equal(["", "", ""], _bench.Events[4..]);
        Assert.Equal(TrackerStatus.Working, torrent.Snapshot()[0].Status);
        _bench.Names.Set("one.org", "2001:db8::1");
        _bench.Run(600);
        Assert.Equal("completed", _bench.Events[^1]);
    }

    [Fact]
    public void A_hybrid_is_announced_under_both_hashes_and_what_it_moved_is_told_once()
    {
        _bench.Stats = new(10, 20, 30);
        _bench.Start(AnnounceBench.Hybrid, ["http://two.org/announce"]);
        Assert.Equal([("aaaaaaaaaaaaaaaaaaaa", "10", "20", "30"), ("bbbbbbbbbbbbbbbbbbbb", "0", "0", "30")],
            _bench.Exchange.All.Select(asked => (asked["info_hash"], asked["uploaded"], asked["downloaded"], asked["left"])));
        Assert.Equal(["started", "started"], _bench.Events);
    }

    [Fact]
    public void One_hash_that_a_tracker_refuses_leaves_the_other()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked["info_hash"][0] == 'b' ? "d14:failure reason7:unknowne" : FakeExchange.Empty);
        var torrent = _bench.Start(AnnounceBench.Hybrid, ["http://two.org/announce"]);
        Assert.Equal(TrackerStatus.Working, torrent.Snapshot()[0].Status);
        torrent.Stop(() => { });
        _bench.Run(1);
        Assert.Equal("aaaaaaaaaaaaaaaaaaaa", Assert.Single(_bench.Exchange.All, asked => asked.Event == "stopped")["info_hash"]);
    }

    [Fact]
    public void A_hash_that_becomes_known_later_is_announced_at_once_and_the_order_stays()
    {
        _bench.Stats = new(1, 2, 3);
        var torrent = _bench.Start(new InfoHashes(null, AnnounceBench.Hybrid.V2), ["http://two.org/announce"]);
        torrent.Learn(AnnounceBench.Hybrid);
        torrent.Learn(AnnounceBench.Hybrid);
        _bench.Run(1);
        Assert.Equal([('b', "started", "1"), ('b', "", "1"), ('a', "started", "0")], _bench.Exchange.All.Select(asked => (asked["info_hash"][0], asked.Event, asked["uploaded"])));
    }

    [Fact]
    public void Announces_leave_from_each_bound_address_and_from_no_other()
    {
        var bench = new AnnounceBench(new AnnouncerOptions { Binds = [Parse("192.0.2.1:6881"), Parse("[2001:db8::9]:6881"), Parse("192.0.2.2:0")], HostSpacing = TimeSpan.Zero });
        bench.Names.Set("one.org", "203.0.113.1", "2001:db8::1");
        bench.Names.Set("six.org", "2001:db8::6");
        bench.Start(["http://one.org/announce"]);
        Assert.Equal(["192.0.2.1:0 203.0.113.1", "[2001:db8::9]:0 2001:db8::1", "192.0.2.2:0 203.0.113.1"],
            bench.Exchange.All.Select(asked => $"{asked.Request.Local} {asked.Request.Addresses[0]}"));
        Assert.Single(bench.Exchange.All.Select(asked => asked["key"]).Distinct());
    }

    [Fact]
    public void A_tracker_of_a_family_that_is_not_bound_is_not_asked()
    {
        var bench = new AnnounceBench(new AnnouncerOptions { Binds = [Parse("192.0.2.1:0")] });
        bench.Names.Set("six.org", "2001:db8::6");
        var torrent = bench.Start(["http://six.org/announce", "udp://six.org:80"]);
        Assert.Empty(bench.Exchange.All);
        Assert.Empty(bench.Wire.Datagrams);
        Assert.Equal("has no address that 192.0.2.1 could reach (2001:db8::6)", torrent.Snapshot()[0].LastError);
    }

    private static Endpoint Parse(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);
}
