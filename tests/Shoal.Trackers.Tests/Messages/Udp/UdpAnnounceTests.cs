using System.Net.Sockets;
using System.Text;
using Shoal.Peers;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Tests.Messages.Udp;

public sealed class UdpAnnounceTests
{
    // As libtorrent 2.0.8 sent it for udp://127.0.0.1:18999/dir/announce?passkey=abc to a tracker whose connection id is "CONNID12".
    private const string LibtorrentStarted = "434f4e4e4944313200000001a63af067" + Announces.HashHex + "2d4c54323038302d334d6e427e6e68735045784a"
        + "000000000000000000000000000186a000000000000000000000000200000000fac1cc34000000c841f1" + "02192f6469722f616e6e6f756e63653f706173736b65793d616263";

    private const string LibtorrentStopped = "434f4e4e4944313200000001c20b4c2d" + Announces.HashHex + "2d4c54323038302d334d6e427e6e68735045784a"
        + "000000000000000000000000000186a000000000000000000000000300000000fac1cc340000000041f1" + "02192f6469722f616e6e6f756e63653f706173736b65793d616263";

    private const string Url = "udp://127.0.0.1:18999/dir/announce?passkey=abc";

    // As opentracker answered.
    private const string OpentrackerReply = "00000001544944320000073a00000001000000027f0000011b5c7f0000011b5a7f0000011b59";

    [Theory]
    [InlineData(LibtorrentStarted, 0xa63af067u, AnnounceEvent.Started, 200)]
    [InlineData(LibtorrentStopped, 0xc20b4c2du, AnnounceEvent.Stopped, 200)]
    public void A_request_is_that_of_libtorrent(string hex, uint transactionId, AnnounceEvent what, int wanted)
    {
        var packet = new byte[UdpAnnounce.LongestRequest];
        var request = Announces.Of("-LT2080-3MnB~nhsPExJ", 16881, 100000, what, 0xfac1cc34, wanted);
        var length = UdpAnnounce.WriteRequest(packet, 0x434f4e4e49443132, transactionId, request, UdpUrlData.Of(Url));
        // We end the options, which BEP 41 leaves open.
        Assert.Equal(hex + "00", Convert.ToHexStringLower(packet[..length]));
    }

    [Fact]
    public void Libtorrents_request_is_read()
    {
        var packet = Convert.FromHexString(LibtorrentStarted);
        Assert.True(UdpRequestHeader.TryRead(packet, out var header));
        Assert.Equal(new UdpRequestHeader(0x434f4e4e49443132, UdpAction.Announce, 0xa63af067), header);
        Assert.True(UdpAnnounce.TryReadRequest(packet, out var request, out var urlData));
        Assert.Equal(Announces.Of("-LT2080-3MnB~nhsPExJ", 16881, 100000, AnnounceEvent.Started, 0xfac1cc34, 200), request);
        Assert.Equal("/dir/announce?passkey=abc", Encoding.ASCII.GetString(urlData.Span));
    }

    [Fact]
    public void Amounts_lie_where_bep_15_puts_them()
    {
        var packet = new byte[UdpAnnounce.LongestRequest];
        packet.AsSpan().Fill(0xee);
        var request = Announces.Of("-XX0001-aaaaaaaaaaaa", 0x0102, left: 4, AnnounceEvent.Completed, 5, null) with { Uploaded = 2, Downloaded = 3 };
        Assert.Equal(98, UdpAnnounce.WriteRequest(packet, 0, 0, request, []));
        Assert.Equal("0000000000000003" + "0000000000000004" + "0000000000000002" + "00000001" + "00000000" + "00000005" + "ffffffff" + "0102", Convert.ToHexStringLower(packet[56..98]));
    }

    [Fact]
    public void A_negative_amount_is_unknown_and_no_seeds()
    {
        var packet = Convert.FromHexString(LibtorrentStarted);
        packet.AsSpan(56, 24).Fill(0xff);
        packet.AsSpan(80, 4).Fill(0xff);
        packet.AsSpan(92, 4).Fill(0xff);
        Assert.True(UdpAnnounce.TryReadRequest(packet, out var request, out _));
        Assert.Equal((0, 0, long.MaxValue), (request.Uploaded, request.Downloaded, request.Left));
        Assert.Equal((AnnounceEvent.None, null), (request.Event, request.Wanted));
    }

    [Theory]
    [InlineData("", "")]
    // The examples of BEP 41.
    [InlineData("020c2f6469723f613d6226633d64", "/dir?a=b&c=d")]
    [InlineData("020c2f6469723f613d6226633d64010100", "/dir?a=b&c=d")]
    [InlineData("0200", "")]
    [InlineData("0101022f6469", null)]
    [InlineData("02", null)]
    [InlineData("0202612a00ff", "a*")]
    [InlineData("7f03aabbcc0201610201620101", "ab")]
    [InlineData("00020161", "")]
    [InlineData("ff", null)]
    [InlineData("ff05aa", null)]
    public void Options_are_read_as_bep_41_says(string hex, string? expected)
    {
        byte[] packet = [.. Convert.FromHexString(LibtorrentStarted)[..98], .. Convert.FromHexString(hex)];
        Assert.Equal(expected is not null, UdpAnnounce.TryReadRequest(packet, out var request, out var urlData));
        Assert.Equal(expected is not null, request is not null);
        Assert.Equal(expected ?? "", Encoding.ASCII.GetString(urlData.Span));
    }

    [Fact]
    public void Long_url_data_is_sent_in_parts_of_255_bytes()
    {
        var data = Enumerable.Range(0, 600).Select(i => (byte)('a' + i % 26)).ToArray();
        var packet = new byte[UdpAnnounce.LongestRequest];
        var length = UdpAnnounce.WriteRequest(packet, 0, 0, Announces.Of("-XX0001-aaaaaaaaaaaa", 1, 5, AnnounceEvent.None, 0, null), data);
        byte[] expected = [2, 255, .. data[..255], 2, 255, .. data[255..510], 2, 90, .. data[510..], 0];
        Assert.Equal(expected, packet[98..length]);
        Assert.True(UdpAnnounce.TryReadRequest(packet.AsSpan(0, length), out _, out var read));
        Assert.Equal(data, read.ToArray());
    }

    [Fact]
    public void Url_data_longer_than_a_packet_is_refused()
    {
        var part = new byte[257];
        part[0] = 2;
        part[1] = 255;
        byte[] packet = [.. Convert.FromHexString(LibtorrentStarted)[..98], .. Enumerable.Repeat(part, 6).SelectMany(static bytes => bytes)];
        Assert.False(UdpAnnounce.TryReadRequest(packet, out _, out _));
    }

    [Theory]
    [InlineData("udp://tracker.example.com:80/dir?a=b&c=d", "/dir?a=b&c=d")]
    [InlineData("udp://tracker.example.com:80", "")]
    [InlineData("udp://tracker.example.com:80/", "")]
    [InlineData("udp://tracker.example.com:80?a=b#c", "?a=b")]
    [InlineData("udp://tracker.example.com:80#/x", "")]
    [InlineData("udp://[::1]:80/announce#x", "/announce")]
    [InlineData("nonsense", "")]
    public void Url_data_is_path_and_query(string url, string expected) => Assert.Equal(expected, Encoding.UTF8.GetString(UdpUrlData.Of(url)));

    [Fact]
    public void Url_data_that_fits_no_packet_is_not_sent()
    {
        Assert.Empty(UdpUrlData.Of("udp://t:1/" + new string('x', 1300)));
        Assert.Equal(1300, UdpUrlData.Of("udp://t:1/" + new string('x', 1299)).Length);
        Assert.Equal(UdpAnnounce.LongestRequest, UdpAnnounce.WriteRequest(new byte[UdpAnnounce.LongestRequest], 0, 0, Announces.Of("-XX0001-aaaaaaaaaaaa", 1, 5, AnnounceEvent.None, 0, null), new byte[1300]));
    }

    [Fact]
    public void No_part_of_a_request_is_one()
    {
        var packet = Convert.FromHexString(LibtorrentStarted)[..98];
        for (var length = 0; length < packet.Length; length++)
        {
            Assert.False(UdpAnnounce.TryReadRequest(packet.AsSpan(0, length), out _, out _));
        }
    }

    [Fact]
    public void Opentrackers_answer_is_read()
    {
        var packet = Convert.FromHexString(OpentrackerReply);
        Assert.True(UdpReplyHeader.TryRead(packet, out var header));
        Assert.Equal(new UdpReplyHeader(UdpAction.Announce, 0x54494432), header);
        Assert.True(UdpAnnounceReply.TryRead(packet, AddressFamily.InterNetwork, out var reply, out _));
        Assert.Equal(["127.0.0.1:7004", "127.0.0.1:7002", "127.0.0.1:7001"], reply.Peers.Select(peer => peer.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(1850), 1, 2), (reply.Interval, reply.Leechers, reply.Seeders));
    }

    [Fact]
    public void An_answer_is_written_as_opentracker_does()
    {
        Assert.True(UdpAnnounceReply.TryRead(Convert.FromHexString(OpentrackerReply), AddressFamily.InterNetwork, out var reply, out _));
        var packet = new byte[100];
        Assert.Equal(OpentrackerReply, Convert.ToHexStringLower(packet[..UdpAnnounceReply.Write(packet, 0x54494432, AddressFamily.InterNetwork, reply)]));
        // As many as fit.
        Assert.Equal(32, UdpAnnounceReply.Write(new byte[37], 1, AddressFamily.InterNetwork, reply));
        Assert.Equal(20, UdpAnnounceReply.Write(packet, 1, AddressFamily.InterNetworkV6, reply));
    }

    [Fact]
    public void The_family_of_the_socket_decides_what_eighteen_bytes_are()
    {
        byte[] packet = [.. new byte[20], .. "iiiippiiiippiiiipp"u8];
        Assert.True(UdpAnnounceReply.TryRead(packet, AddressFamily.InterNetwork, out var v4, out _));
        Assert.Equal(3, v4.Peers.Count);
        Assert.True(UdpAnnounceReply.TryRead(packet, AddressFamily.InterNetworkV6, out var v6, out _));
        Assert.Equal("[6969:6969:7070:6969:6969:7070:6969:6969]:28784", Assert.Single(v6.Peers).ToString());
    }

    [Theory]
    [InlineData(19, AddressFamily.InterNetwork, "the answer has 19 bytes, and an announce's has 20 at least")]
    [InlineData(8, AddressFamily.InterNetwork, "the answer has 8 bytes, and an announce's has 20 at least")]
    [InlineData(25, AddressFamily.InterNetwork, "the answer's list of peers has 5 bytes, which is no multiple of 6")]
    [InlineData(26, AddressFamily.InterNetworkV6, "the answer's list of peers has 6 bytes, which is no multiple of 18")]
    public void A_broken_answer_has_a_reason(int length, AddressFamily family, string expected)
    {
        Assert.False(UdpAnnounceReply.TryRead(new byte[length], family, out _, out var reason));
        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(1, 5)]
    [InlineData(1800, 1800)]
    [InlineData(int.MaxValue, 86400)]
    public void An_interval_stays_within_bounds_and_counts_are_not_negative(int value, int? seconds)
    {
        var packet = new byte[20];
        for (var at = 8; at < 20; at += 4)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(at), value);
        }

        Assert.True(UdpAnnounceReply.TryRead(packet, AddressFamily.InterNetwork, out var reply, out _));
        Assert.Equal(seconds is { } number ? TimeSpan.FromSeconds(number) : (TimeSpan?)null, reply.Interval);
        Assert.Equal(value < 0 ? null : value, reply.Seeders);
        Assert.Equal(value < 0 ? null : value, reply.Leechers);
    }

    [Fact]
    public void A_tracker_peer_list_flood_is_taken_up_to_500()
    {
        byte[] packet = [.. new byte[20], .. Enumerable.Repeat("iiiipp"u8.ToArray(), 10_000).SelectMany(static peer => peer)];
        Assert.True(UdpAnnounceReply.TryRead(packet, AddressFamily.InterNetwork, out var reply, out _));
        Assert.Equal(500, reply.Peers.Count);
    }
}
