using System.Net;
using Shoal.TrackerServer.Http;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests;

public sealed class TrackerTests
{
    [Fact]
    public void Peers_are_told_of_each_other_and_not_of_themselves()
    {
        var desk = new Desk();
        Assert.Empty(desk.Announce("1.1.1.1:1", left: 5, "&event=started").Peers);
        Assert.Equal(["1.1.1.1:1"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5, "&event=started")));
        Assert.Equal(["2.2.2.2:2"], Desk.Peers(desk.Announce("1.1.1.1:1", left: 5)));
        Assert.Equal(new ScrapeCounts(Seeders: 0, Completed: 0, Leechers: 2), desk.Scrape());
    }

    [Fact]
    public void A_reply_tells_interval_counts_and_who_asked()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        var reply = desk.Announce("2.2.2.2:2", left: 5);
        Assert.InRange(reply.Interval!.Value, TimeSpan.FromMinutes(27), TimeSpan.FromMinutes(33));
        Assert.InRange(reply.MinInterval!.Value, TimeSpan.FromMinutes(13.5), TimeSpan.FromMinutes(16.5));
        Assert.Equal((1, 1), (reply.Seeders, reply.Leechers));
        Assert.Equal("2.2.2.2", reply.ExternalAddress?.ToString());
    }

    [Fact]
    public void A_seed_is_told_of_leechers_alone()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        desk.Announce("2.2.2.2:2", left: 5);
        Assert.Equal(["2.2.2.2:2"], Desk.Peers(desk.Announce("3.3.3.3:3", left: 0)));
        Assert.Equal(["1.1.1.1:1", "3.3.3.3:3"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5)));
    }

    [Fact]
    public void Who_leaves_is_told_of_nobody_and_nobody_of_it()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5);
        desk.Announce("2.2.2.2:2", left: 5);
        Assert.Empty(desk.Announce("1.1.1.1:1", left: 5, "&event=stopped").Peers);
        Assert.Empty(desk.Announce("2.2.2.2:2", left: 5).Peers);
        Assert.Equal(new ScrapeCounts(0, 0, 1), desk.Scrape());
        // Again, and who never came.
        desk.Announce("1.1.1.1:1", left: 5, "&event=stopped");
        desk.Announce("7.7.7.7:7", left: 5, "&event=stopped", torrent: 'u');
        Assert.Equal(1, desk.Tracker.Statistics(0).Swarms);
    }

    [Fact]
    public void A_finished_download_is_counted_once()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5, "&event=started");
        desk.Announce("1.1.1.1:1", left: 0, "&event=completed");
        desk.Announce("1.1.1.1:1", left: 0, "&event=completed");
        Assert.Equal(new ScrapeCounts(Seeders: 1, Completed: 1, Leechers: 0), desk.Scrape());
        // What is not finished, and what was so from the start, is none.
        desk.Announce("2.2.2.2:2", left: 5, "&event=completed");
        desk.Announce("3.3.3.3:3", left: 0, "&event=started");
        Assert.Equal(new ScrapeCounts(Seeders: 2, Completed: 1, Leechers: 1), desk.Scrape());
    }

    [Fact]
    public void A_seed_that_lacks_something_again_is_a_leecher()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        desk.Announce("1.1.1.1:1", left: 5);
        Assert.Equal(new ScrapeCounts(0, 0, 1), desk.Scrape());
    }

    [Fact]
    public void The_connections_address_is_the_peers_whatever_it_claims()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5, "&ip=6.6.6.6&ipv4=6.6.6.6&ipv6=%5b2001:db8::6%5d:6");
        Assert.Equal(["1.1.1.1:1"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5)));
        // Nor does anyone else's address leave because of it.
        desk.Announce("3.3.3.3:1", left: 5, "&event=stopped&ip=1.1.1.1", id: "1.1.1.1:1");
        Assert.Equal(["1.1.1.1:1"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5)));
    }

    [Theory]
    [InlineData("10.0.0.1:1", "&ip=6.6.6.6", "6.6.6.6:1")]
    [InlineData("10.0.0.1:1", "&ip=6.6.6.6:7", "6.6.6.6:7")]
    [InlineData("10.0.0.1:1", "&ip=2001%3adb8%3A%3a6", "[2001:db8::6]:1")]
    [InlineData("10.0.0.1:1", "&ipv4=6.6.6.6", "6.6.6.6:1")]
    [InlineData("10.0.0.1:1", "&ipv6=[2001:db8::6]:7", "10.0.0.1:1 [2001:db8::6]:7")]
    [InlineData("10.0.0.1:1", "&ip=5.5.5.5&ipv4=6.6.6.6&ipv6=2001:db8::6", "6.6.6.6:1 [2001:db8::6]:1")]
    [InlineData("[2001:db8::1]:1", "&ipv6=2001:db8::6&ipv4=6.6.6.6:7", "6.6.6.6:7 [2001:db8::6]:1")]
    // Names, nothing, junk, the wrong family.
    [InlineData("10.0.0.1:1", "&ip=peer.example.org", "10.0.0.1:1")]
    [InlineData("10.0.0.1:1", "&ip=0.0.0.0", "10.0.0.1:1")]
    [InlineData("10.0.0.1:1", "&ip=", "10.0.0.1:1")]
    [InlineData("10.0.0.1:1", "&ipv4=2001:db8::6&ipv6=6.6.6.6", "10.0.0.1:1")]
    public void Who_is_in_a_listed_network_may_say_where_it_is(string from, string more, string told)
    {
        var desk = new Desk { MayClaim = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/64")] };
        desk.Announce(from, left: 5, more);
        Assert.Equal(told.Split(' '), Desk.Peers(desk.Announce("2.2.2.2:2", left: 5)));
        // The same peer goes as it came.
        desk.Announce(from, left: 5, more + "&event=stopped");
        Assert.Empty(desk.Announce("2.2.2.2:2", left: 5).Peers);
    }

    [Theory]
    [InlineData("/announce?peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&info_hash=")]
    [InlineData("/scrape?info_hash=")]
    public void A_v2_hash_that_was_not_cut_is_refused_with_the_reason(string target) =>
        Assert.Equal(
            "d14:failure reason76:info_hash has 32 bytes: of a v2 hash a tracker is told the first 20 (BEP 52)e",
            new Desk().Ask(target + string.Concat(Enumerable.Repeat("%e1", 32)), Desk.At("1.1.1.1:1")));

    [Fact]
    public void Who_cannot_be_reached_is_warned()
    {
        const string warning = "15:warning message32:port is 0: nobody is told of you";
        var desk = new Desk();
        Assert.Equal("port is 0: nobody is told of you", desk.Announce("1.1.1.1:0", left: 5).Warning);
        Assert.EndsWith(warning + "e", desk.Ask("/announce?info_hash=tttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=0&left=5", Desk.At("1.1.1.1:9")), StringComparison.Ordinal);
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5).Warning);
        Assert.Null(desk.Announce("1.1.1.1:0", left: 5, "&event=stopped").Warning);
    }

    [Fact]
    public void Both_families_meet_and_ones_own_comes_first()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        desk.Announce("[2001:db8::1]:1", left: 0);
        desk.Announce("[2001:db8::2]:2", left: 5);
        Assert.Equal(["1.1.1.1:1", "[2001:db8::1]:1", "[2001:db8::2]:2"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5)));
        Assert.Equal(["1.1.1.1:1"], Desk.Peers(desk.Announce("2.2.2.2:2", left: 5, "&numwant=1")));
        Assert.Equal(["[2001:db8::1]:1"], Desk.Peers(desk.Announce("[2001:db8::2]:2", left: 5, "&numwant=1")));
        Assert.Equal(["1.1.1.1:1", "2.2.2.2:2", "[2001:db8::1]:1"], Desk.Peers(desk.Announce("[2001:db8::2]:2", left: 5, "&compact=0")));
    }

    [Fact]
    public void A_client_is_not_told_of_its_own_other_address()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5, id: "one client");
        Assert.Empty(desk.Announce("[2001:db8::1]:1", left: 5, id: "one client").Peers);
    }

    [Fact]
    public void Peer_ids_are_listed_unless_the_client_needs_none()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5, id: "aaaaaaaaaaaaaaaaaaaa");
        const string query = "/announce?info_hash=tttttttttttttttttttt&peer_id=bbbbbbbbbbbbbbbbbbbb&port=2&left=5&compact=0";
        Assert.Contains("5:peersld2:ip7:1.1.1.17:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti1eeee", desk.Ask(query, Desk.At("2.2.2.2:9")), StringComparison.Ordinal);
        Assert.Contains("5:peersld2:ip7:1.1.1.14:porti1eeee", desk.Ask(query + "&no_peer_id=1", Desk.At("2.2.2.2:9")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("&numwant=0", 0)]
    [InlineData("&numwant=1", 1)]
    [InlineData("&numwant=7", 7)]
    [InlineData("&numwant=60", 60)]
    [InlineData("&numwant=200", 200)]
    [InlineData("&numwant=9999", 200)]
    [InlineData("&numwant=-1", 50)]
    public void As_many_peers_are_given_as_are_wanted_up_to_200(string more, int expected)
    {
        var desk = new Desk();
        for (var i = 0; i < 300; i++)
        {
            desk.Announce($"1.1.{i / 256}.{i % 256}:1", left: i % 2);
        }

        var reply = desk.Announce("2.2.2.2:2", left: 5, more);
        Assert.Equal(expected, reply.Peers.Distinct().Count());
        Assert.Equal(expected, reply.Peers.Count);
        Assert.Equal(Math.Min(expected, 150), desk.Announce("2.2.2.2:2", left: 0, more).Peers.Count);
    }

    [Fact]
    public void Every_peer_is_told_of_in_time()
    {
        var desk = new Desk();
        for (var i = 0; i < 100; i++)
        {
            desk.Announce($"1.1.1.{i}:1", left: i % 10);
        }

        var told = Enumerable.Range(0, 300).SelectMany(_ => desk.Announce("2.2.2.2:2", left: 5, "&numwant=10").Peers).Distinct();
        Assert.Equal(100, told.Count());
    }

    [Fact]
    public void Of_many_leechers_and_one_seed_the_seed_is_told_of()
    {
        var desk = new Desk();
        for (var i = 0; i < 100; i++)
        {
            desk.Announce($"1.1.1.{i}:1", left: 5);
        }

        desk.Announce("3.3.3.3:3", left: 0);
        Assert.Contains("3.3.3.3:3", Desk.Peers(desk.Announce("2.2.2.2:2", left: 5, "&numwant=10")));
    }

    [Fact]
    public void Who_cannot_be_reached_is_told_of_others_and_others_not_of_it()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 5);
        Assert.Equal(["1.1.1.1:1"], Desk.Peers(desk.Announce("2.2.2.2:0", left: 5)));
        Assert.Empty(desk.Announce("1.1.1.1:1", left: 5).Peers);
        Assert.Empty(desk.Announce("2.2.2.2:0", left: 5, torrent: 'u').Peers);
        Assert.Equal(1, desk.Tracker.Statistics(0).Swarms);
    }

    [Fact]
    public void Who_is_silent_for_two_intervals_is_forgotten()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        desk.Now += Desk.Interval;
        desk.Announce("2.2.2.2:2", left: 5);
        desk.Now += Desk.Interval;
        desk.Sweep();
        Assert.Equal(new ScrapeCounts(1, 0, 1), desk.Scrape());
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Sweep();
        Assert.Equal(new ScrapeCounts(0, 0, 1), desk.Scrape());
        desk.Now += Desk.Interval;
        desk.Sweep();
        Assert.Equal(default, desk.Tracker.Statistics(0) with { Announces = 0, Scrapes = 0, StoreBytes = 0 });
    }

    [Fact]
    public void However_short_the_interval_nobody_is_forgotten_before_libtorrent_would_announce_again()
    {
        var desk = new Desk(seconds: 5);
        desk.Announce("1.1.1.1:1", left: 0);
        desk.Now += TimeSpan.FromMinutes(12);
        desk.Sweep();
        Assert.Equal(1, desk.Scrape().Seeders);
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Sweep();
        Assert.Equal(0, desk.Scrape().Seeders);
    }

    [Fact]
    public void When_it_is_full_strangers_are_refused_and_come_again_later()
    {
        var desk = new Desk(mostSwarms: 2, mostPeers: 3);
        desk.Announce("1.1.1.1:1", left: 5);
        desk.Announce("1.1.1.1:1", left: 5, torrent: 'u');
        var reply = desk.Announce("1.1.1.1:1", left: 5, torrent: 'v');
        Assert.Equal(("this tracker is full", TimeSpan.FromMinutes(10)), (reply.Failure, reply.RetryIn));
        Assert.Null(desk.Announce("2.2.2.2:2", left: 5).Failure);
        Assert.NotNull(desk.Announce("3.3.3.3:3", left: 5).Failure);
        Assert.Null(desk.Announce("1.1.1.1:1", left: 0).Failure);
        desk.Announce("2.2.2.2:2", left: 5, "&event=stopped");
        Assert.Null(desk.Announce("3.3.3.3:3", left: 5).Failure);
        desk.Now += 3 * Desk.Interval;
        desk.Sweep();
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5, torrent: 'v').Failure);
    }

    [Fact]
    public void A_bad_announce_gets_a_sentence()
    {
        var desk = new Desk();
        Assert.Equal("d14:failure reason20:info_hash is missinge", desk.Ask("/announce", Desk.At("1.1.1.1:1")));
        Assert.Equal("d14:failure reason20:info_hash is missinge", desk.Ask("/scrape?", Desk.At("1.1.1.1:1")));
        Assert.Equal(2, desk.Tracker.Statistics(0).Refused);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/announce/")]
    [InlineData("/announces")]
    [InlineData("/favicon.ico")]
    [InlineData("")]
    public void Anything_else_is_not_there(string target) => Assert.Empty(new Desk().Ask(target, Desk.At("1.1.1.1:1"), HttpStatus.NotFound));

    [Fact]
    public void Several_swarms_are_scraped_and_an_unknown_one_has_nobody()
    {
        var desk = new Desk();
        desk.Announce("1.1.1.1:1", left: 0);
        Assert.Equal(
            "d5:filesd20:ttttttttttttttttttttd8:completei1e10:downloadedi0e10:incompletei0ee20:uuuuuuuuuuuuuuuuuuuud8:completei0e10:downloadedi0e10:incompletei0eeee",
            desk.Ask("/scrape?info_hash=uuuuuuuuuuuuuuuuuuuu&info_hash=tttttttttttttttttttt", Desk.At("1.1.1.1:1")));
        Assert.Equal(new TrackerStatistics(Swarms: 1, Seeders: 1, Leechers: 0, Announces: 1, Scrapes: 1, Refused: 0, Connections: 3), desk.Tracker.Statistics(3) with { StoreBytes = 0 });
    }
}
