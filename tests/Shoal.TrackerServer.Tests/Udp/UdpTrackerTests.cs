using System.Net;

namespace Shoal.TrackerServer.Tests.Udp;

/// <summary>Announces and scrapes over UDP, packet by packet (BEP 15, 41).</summary>
public sealed class UdpTrackerTests
{
    private const uint Stopped = 3;
    private const uint Completed = 1;

    [Fact]
    public void Peers_are_told_of_each_other()
    {
        var desk = new UdpDesk();
        Assert.Empty(UdpDesk.Peers(desk.Announce("1.1.1.1:1001", left: 0)));
        Assert.Equal(["1.1.1.1:1001"], UdpDesk.Peers(desk.Announce("2.2.2.2:1002", left: 5)));
        var reply = desk.Announce("3.3.3.3:1003", left: 5);
        Assert.Equal(["1.1.1.1:1001", "2.2.2.2:1002"], UdpDesk.Peers(reply));
        // Leechers first, then seeders: the order of BEP 15.
        Assert.Equal((2u, 1u), (UdpDesk.U32(reply, 12), UdpDesk.U32(reply, 16)));
        Assert.Equal(["2.2.2.2:1002", "3.3.3.3:1003"], UdpDesk.Peers(desk.Announce("1.1.1.1:1001", left: 0, happening: 0)));
        Assert.Empty(UdpDesk.Peers(desk.Announce("4.4.4.4:1004", left: 5, torrent: (byte)'u')));
    }

    [Fact]
    public void In_IPv6_a_peer_has_18_bytes_and_none_is_of_IPv4()
    {
        var desk = new UdpDesk("[::1]:6969");
        desk.Announce("[2001:db8::1]:1001", left: 0);
        var reply = desk.Announce("[2001:db8::2]:1002", left: 5);
        Assert.Equal(20 + 18, reply.Length);
        Assert.Equal(["[2001:db8::1]:1001"], UdpDesk.Peers(reply, stride: 18));
    }

    [Theory]
    [InlineData("127.0.0.1:6969", 6, 200)]
    [InlineData("[::1]:6969", 18, 67)]
    public void A_reply_fits_into_the_smallest_packet_of_IPv6(string listener, int stride, int most)
    {
        var desk = new UdpDesk(listener);
        for (var i = 0; i < 250; i++)
        {
            desk.Announce(stride == 6 ? $"1.1.1.{i}:1001" : $"[2001:db8::{i + 1:x}]:1001", left: 5);
        }

        var reply = desk.Announce(stride == 6 ? "2.1.1.1:1001" : "[2001:db8:1::1]:1001", left: 0, wanted: 1000);
        Assert.Equal(most, UdpDesk.Peers(reply, stride).Distinct().Count());
        Assert.True(reply.Length <= 1280 - 48);
    }

    [Theory]
    [InlineData(-1, 50)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(int.MaxValue, 99)]
    public void As_many_peers_come_as_were_wanted(int wanted, int given)
    {
        var desk = new UdpDesk();
        for (var i = 0; i < 99; i++)
        {
            desk.Announce($"1.1.1.{i}:1001", left: 5);
        }

        Assert.Equal(given, UdpDesk.Peers(desk.Announce("2.2.2.2:1", left: 5, wanted: wanted)).Length);
    }

    [Fact]
    public void Intervals_differ_by_a_tenth_around_the_given_one()
    {
        var desk = new UdpDesk();
        var intervals = Enumerable.Range(1, 200).Select(_ => UdpDesk.U32(desk.Announce("1.1.1.1:1001", left: 5), 8)).ToArray();
        Assert.All(intervals, interval => Assert.InRange(interval, 1620u, 1980u));
        Assert.True(intervals.Distinct().Count() > 100 && intervals.Max() > 1950 && intervals.Min() < 1650);
    }

    [Fact]
    public void A_scrape_has_the_counts_in_the_order_of_the_question()
    {
        var desk = new UdpDesk();
        desk.Announce("1.1.1.1:1001", left: 0);
        desk.Announce("2.2.2.2:1002", left: 5);
        desk.Announce("2.2.2.2:1002", left: 0, happening: Completed);
        desk.Announce("3.3.3.3:1003", left: 5);
        desk.Announce("4.4.4.4:1004", left: 5, torrent: (byte)'u');
        var id = desk.Connect("9.9.9.9:9");
        byte[] hashes = [.. Hash('u'), .. Hash('x'), .. Hash('t')];
        Assert.Equal(
            [0, 0, 0, 2, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, .. new byte[12], 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1], desk.Send("9.9.9.9:9", UdpDesk.Packet(id, 2, 99, hashes)));
        Assert.Equal(8 + 74 * 12, desk.Send("9.9.9.9:9", UdpDesk.Packet(id, 2, 99, new byte[74 * 20])).Length);
        Assert.Equal(2, desk.Counters.Scrapes);
    }

    [Fact]
    public void Who_stops_is_struck_off()
    {
        var desk = new UdpDesk();
        desk.Announce("1.1.1.1:1001", left: 0);
        Assert.Empty(UdpDesk.Peers(desk.Announce("1.1.1.1:1001", left: 0, happening: Stopped)));
        Assert.Empty(UdpDesk.Peers(desk.Announce("2.2.2.2:1002", left: 5)));
    }

    [Fact]
    public void A_peer_is_known_by_where_it_speaks_from_and_not_by_what_it_claims()
    {
        var desk = new UdpDesk();
        desk.Announce("1.1.1.1:1001", left: 0, ip: 0x05060708);
        Assert.Equal(["1.1.1.1:1001"], UdpDesk.Peers(desk.Announce("2.2.2.2:1002", left: 5)));
    }

    [Fact]
    public void A_peer_is_told_of_with_the_port_that_it_names_whichever_it_speaks_from()
    {
        var desk = new UdpDesk();
        desk.Send("1.1.1.1:5555", UdpDesk.Announce(desk.Connect("1.1.1.1:5555"), 1001, left: 0));
        Assert.Equal(["1.1.1.1:1001"], UdpDesk.Peers(desk.Announce("2.2.2.2:1002", left: 5)));
    }

    [Fact]
    public void Peers_of_a_listed_network_are_known_by_the_address_that_they_name()
    {
        var desk = new UdpDesk(options: new TrackerOptions { Listen = [], MaySayIp = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")] });
        desk.Announce("10.1.1.1:1001", left: 0, ip: 0x05060708);
        desk.Announce("10.1.1.1:1002", left: 0);
        desk.Announce("11.1.1.1:1003", left: 0, ip: 0x05060708);
        Assert.Equal(["10.1.1.1:1002", "11.1.1.1:1003", "5.6.7.8:1001"], UdpDesk.Peers(desk.Announce("2.2.2.2:1002", left: 5)));
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 1, 1, 2, 5, 47, 97, 63, 98, 61, 0 })]
    [InlineData(new byte[] { 2, 255, 47 })]
    [InlineData(new byte[] { 200, 100, 3, 3 })]
    public void Options_behind_an_announce_do_no_harm_whole_or_broken(byte[] options)
    {
        var desk = new UdpDesk();
        Assert.Equal(20, desk.Send("1.1.1.1:1", UdpDesk.Announce(desk.Connect("1.1.1.1:1"), 1, left: 5, options: options)).Length);
        Assert.Equal(1, desk.Counters.Announces);
    }

    [Fact]
    public void A_full_tracker_says_so()
    {
        var desk = new UdpDesk(mostPeers: 1);
        desk.Announce("1.1.1.1:1001", left: 0);
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 99, .. "this tracker is full"u8], desk.Announce("2.2.2.2:1002", left: 0));
        Assert.Equal(1, desk.Counters.Refused);
    }

    [Fact]
    public void What_came_over_UDP_and_HTTP_is_one_swarm()
    {
        var desk = new UdpDesk();
        desk.Announce("1.1.1.1:1001", left: 0);
        Assert.Equal(1, desk.Tracker.CountsOf(new Metainfo.Sha1Hash(Hash('t'))).Seeders);
        Assert.Equal(1, desk.Tracker.Statistics(0).Announces);
    }

    private static byte[] Hash(char torrent)
    {
        var hash = new byte[20];
        Array.Fill(hash, (byte)torrent);
        return hash;
    }
}
