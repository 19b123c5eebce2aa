using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>What trackers answer, honest, odd and hostile, and what the announcer makes of it.</summary>
public sealed class AnswerTests
{
    private readonly AnnounceBench _bench = new();

    [Fact]
    public void Peers_are_handed_on_with_the_trackers_shown_name_and_what_is_no_address_is_not()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body(
            "d8:completei5e10:incompletei7e8:intervali900e5:peers24:\u0001\u0002\u0003\u0004\u001a\u00e1\u0005\u0006\u0007\u0008\0\0\u00e0\0\0\u0001\0\u0001\0\0\0\0\0\u0001"
            + "6:peers618:\u0020\u0001\u000d\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0001\0\u0050e");
        var torrent = _bench.Start(["http://one.org/secret99/announce"]);
        Assert.Equal(["1.2.3.4:6881", "[2001:db8::1]:80"], _bench.Heard.Peers.Select(heard => heard.Peer.ToString()));
        Assert.All(_bench.Heard.Peers, heard => Assert.Equal("http://one.org:80/…/announce", heard.Tracker));
        var shown = Assert.Single(torrent.Snapshot());
        Assert.Equal((TrackerStatus.Working, 5, 7, 2), (shown.Status, shown.Seeders, shown.Leechers, shown.Peers));
        Assert.InRange(shown.NextAnnounceIn!.Value.TotalSeconds, 900, 960);
    }

    [Fact]
    public void A_refusal_is_shown_without_the_passkey_that_it_repeats()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d14:failure reason40:passkey deadbeef1234 unknown (DEADBEEF1)e");
        var torrent = _bench.Start(["http://one.org/deadbeef1234/announce?k=deadbeef1"]);
        var shown = Assert.Single(torrent.Snapshot());
        Assert.Equal("refuses: passkey … unknown (…)", shown.LastError);
        Assert.Equal("http://one.org:80/…/announce?…", shown.ShownUrl);
        Assert.Equal(TrackerStatus.Failing, shown.Status);
    }

    [Fact]
    public void A_refusal_with_any_status_is_the_trackers_word()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d14:failure reason4:gonee", 404);
        Assert.Equal("refuses: gone", _bench.Start(["http://one.org/announce"]).Snapshot()[0].LastError);
    }

    [Fact]
    public void Peers_with_a_status_that_is_no_success_do_not_count()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali900e5:peers6:\u0001\u0002\u0003\u0004\u001a\u00e1e", 503);
        Assert.Equal("answered with HTTP status 503 (ServiceUnavailable)", _bench.Start(["http://one.org/announce"]).Snapshot()[0].LastError);
        Assert.Empty(_bench.Heard.Peers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>please log in</html>")]
    [InlineData("i1e")]
    [InlineData("d5:peers7:aaaaaaae")]
    [InlineData("d8:intervali900e5:peers5:aaaaae")]
    public void What_is_no_trackers_answer_fails_with_a_reason(string body)
    {
        _bench.Exchange.Play = _ => FakeExchange.Body(body);
        var shown = _bench.Start(["http://one.org/announce"]).Snapshot()[0];
        Assert.StartsWith("answered, but ", shown.LastError);
        Assert.Equal(TrackerStatus.Failing, shown.Status);
    }

    /// <summary>BEP 31: whole minutes.</summary>
    [Fact]
    public void A_tracker_that_says_when_to_retry_is_not_asked_before()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d14:failure reason4:busy8:retry ini5ee");
        _bench.Start(["http://one.org/announce"]);
        _bench.Run(299);
        Assert.Single(_bench.Exchange.All);
        _bench.Run(35);
        Assert.Equal(2, _bench.Exchange.All.Count);
    }

    [Fact]
    public void A_tracker_that_says_never_is_not_asked_again_and_another_is()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.Host == "one.org" ? "d14:failure reason4:gone8:retry in5:nevere" : FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"], ["http://two.org/announce"]);
        _bench.Run(24 * 3600);
        Assert.Equal("one.org", Assert.Single(_bench.Exchange.All, asked => asked.Host == "one.org").Host);
        Assert.Equal(TrackerStatus.Out, torrent.Snapshot()[0].Status);
        Assert.True(_bench.Exchange.All.Count > 40);
    }

    [Theory]
    [InlineData("i0e", 1800)]
    [InlineData("i-5e", 1800)]
    [InlineData("i1e", 5)]
    [InlineData("i9223372036854775807e", 86400)]
    public void Intervals_are_kept_within_bounds_and_those_without_sense_are_none(string interval, int seconds)
    {
        _bench.Exchange.Play = _ => FakeExchange.Body($"d8:interval{interval}5:peers0:e");
        _bench.Start(["http://one.org/announce"]);
        _bench.Run(4 * seconds);
        var times = _bench.Exchange.All.Select(asked => asked.At).ToList();
        Assert.InRange(times.Count, 3, 5);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, seconds, seconds * 1.1 + 60));
    }

    [Fact]
    public void An_answer_without_an_interval_is_followed_after_half_an_hour()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d5:peers0:e");
        _bench.Start(["http://one.org/announce"]);
        _bench.Run(1799);
        Assert.Single(_bench.Exchange.All);
        _bench.Run(62);
        Assert.Equal(2, _bench.Exchange.All.Count);
    }

    [Fact]
    public void A_minimal_interval_beyond_the_regular_one_counts()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali60e12:min intervali900e5:peers0:e");
        _bench.Start(["http://one.org/announce"]).WantPeers(eager: true);
        _bench.Run(899);
        Assert.Single(_bench.Exchange.All);
    }

    [Fact]
    public void A_warning_is_shown_and_goes_with_the_next_answer()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d8:intervali900e5:peers0:15:warning message4:slowe");
        var torrent = _bench.Start(["http://one.org/announce"]);
        Assert.Equal("slow", torrent.Snapshot()[0].Warning);
        _bench.Exchange.Play = _ => FakeExchange.Body(FakeExchange.Empty);
        _bench.Run(1000);
        Assert.Null(torrent.Snapshot()[0].Warning);
    }

    /// <summary>BEP 24; a private address would be the tracker's view of its own network.</summary>
    [Theory]
    [InlineData("\u00cb\u0000\u0071\u0005", "203.0.113.5")]
    [InlineData("\u000a\u0000\u0000\u0001", null)]
    public void Our_address_as_the_tracker_sees_it_is_told_where_it_is_public(string bytes, string? expected)
    {
        _bench.Exchange.Play = _ => FakeExchange.Body($"d11:external ip4:{bytes}8:intervali900e5:peers0:e");
        _bench.Start(["http://one.org/announce"]);
        Assert.Equal(expected is null ? [] : [expected], _bench.Heard.External.Select(address => address.ToString()));
    }

    [Fact]
    public void A_name_that_leads_nowhere_is_a_failure_that_the_next_tracker_mends()
    {
        _bench.Names.Fail("one.org", "is no name that the nameserver knows");
        var torrent = _bench.Start(["http://one.org/announce"], ["http://two.org/announce"]);
        Assert.Equal("is no name that the nameserver knows", torrent.Snapshot()[0].LastError);
        Assert.Equal("two.org", Assert.Single(_bench.Exchange.All).Host);
    }

    [Theory]
    [InlineData("http://one.org/announce", "169.254.169.254", "leads to 169.254.169.254, where only this link's own services answer")]
    [InlineData("http://one.org/announce", "fe80::1", "leads to fe80::1, where only this link's own services answer")]
    [InlineData("udp://one.org:80", "169.254.169.254", "leads to 169.254.169.254, where only this link's own services answer")]
    [InlineData("http://one.org/admin?shutdown=1", "127.0.0.1", "leads to this machine (127.0.0.1), where only a path that ends in /announce is asked for")]
    [InlineData("http://one.org/announce?x=1", "::1", "leads to this machine (::1), where only a path that ends in /announce is asked for")]
    [InlineData("http://one.org/announce", "0.0.0.0", "leads to 0.0.0.0, which is no host's address")]
    [InlineData("http://one.org/announce", "224.0.0.1", "leads to 224.0.0.1, which is no host's address")]
    [InlineData("http://one.org/announce", "64:ff9b::169.254.169.254", "leads to 64:ff9b::a9fe:a9fe, where only this link's own services answer")]
    public void SSRF_by_a_torrents_tracker_asks_nothing_that_is_not_a_tracker(string url, string address, string error)
    {
        _bench.Names.Set("one.org", address);
        var torrent = _bench.Start([url]);
        Assert.Empty(_bench.Exchange.All);
        Assert.Empty(_bench.Wire.Datagrams);
        Assert.Equal(error, torrent.Snapshot()[0].LastError);
    }

    [Theory]
    [InlineData("http://127.0.0.1:6969/announce")]
    [InlineData("http://127.0.0.1:6969/key/announce")]
    [InlineData("http://[::1]:6969/announce")]
    [InlineData("http://192.168.1.2/x.php?key=1")]
    [InlineData("http://169.254.1.2/announce")]
    public void A_tracker_at_home_is_asked(string url)
    {
        _bench.Start([url]);
        Assert.Single(_bench.Exchange.All);
    }

    [Fact]
    public void Of_a_hosts_addresses_only_the_allowed_ones_are_asked()
    {
        _bench.Names.Set("one.org", "169.254.169.254", "203.0.113.9", "ff02::1");
        _bench.Start(["http://one.org/announce"]);
        Assert.Equal(["203.0.113.9"], Assert.Single(_bench.Exchange.All).Request.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public void Credentials_of_the_URL_reach_the_exchange_and_nothing_that_is_shown()
    {
        _bench.Exchange.Play = _ => FakeExchange.Body("d14:failure reason24:user anna pass:w0rd-wordsd");
        var torrent = _bench.Start(["http://anna:pass:w0rd-words@one.org/announce"]);
        Assert.StartsWith("http://anna:pass%3Aw0rd-words@one.org:80/announce?", _bench.Exchange.All[0].Request.Url);
        Assert.DoesNotContain("w0rd", torrent.Snapshot()[0].ToString());
    }

    [Fact]
    public void A_scrape_fills_the_numbers_and_is_not_repeated_within_a_minute()
    {
        _bench.Exchange.Play = asked => FakeExchange.Body(asked.IsScrape ? "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei3e10:downloadedi40e10:incompletei5eeee" : FakeExchange.Empty);
        var torrent = _bench.Start(["http://one.org/announce"], ["http://two.org/x"], ["wss://three.org/announce"]);
        torrent.Scrape();
        torrent.Scrape();
        _bench.Run(1);
        Assert.Equal("http://one.org:80/scrape?info_hash=aaaaaaaaaaaaaaaaaaaa", Assert.Single(_bench.Exchange.All, asked => asked.IsScrape).Request.Url);
        var shown = torrent.Snapshot()[0];
        Assert.Equal((3, 5, 40), (shown.Seeders, shown.Leechers, shown.Completed));
        _bench.Run(60);
        torrent.Scrape();
        _bench.Run(1);
        Assert.Equal(2, _bench.Exchange.All.Count(asked => asked.IsScrape));
    }
}
