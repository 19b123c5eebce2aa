using Shoal.Metainfo;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Tests.Messages.Udp;

public sealed class UdpScrapeTests
{
    // As libtorrent 2.0.8 sent it, and as opentracker answered for two hashes of which it knew one.
    private const string LibtorrentRequest = "434f4e4e4944313200000002f57d1cac" + Announces.HashHex;
    private const string OpentrackerReply = "0000000254494433000000020000000100000001000000000000000000000000";

    [Fact]
    public void A_request_is_that_of_libtorrent()
    {
        var packet = new byte[UdpScrape.LongestRequest];
        Assert.Equal(LibtorrentRequest, Convert.ToHexStringLower(packet[..UdpScrape.WriteRequest(packet, 0x434f4e4e49443132, 0xf57d1cac, [Announces.Hash])]));
        Assert.True(UdpScrape.TryReadRequest(Convert.FromHexString(LibtorrentRequest), out var hashes));
        Assert.Equal([Announces.Hash], hashes);
    }

    [Fact]
    public void Opentrackers_answer_is_read_and_written()
    {
        Assert.True(UdpScrape.TryReadReply(Convert.FromHexString(OpentrackerReply), 2, out var counts));
        Assert.Equal([new ScrapeCounts(2, 1, 1), default], counts);
        var packet = new byte[UdpScrape.LongestReply];
        Assert.Equal(OpentrackerReply, Convert.ToHexStringLower(packet[..UdpScrape.WriteReply(packet, 0x54494433, counts)]));
    }

    [Fact]
    public void Up_to_74_swarms_are_asked_about_at_once()
    {
        var hashes = Enumerable.Range(1, 74).Select(i => new Sha1Hash([.. Enumerable.Repeat((byte)i, 20)])).ToArray();
        var packet = new byte[UdpScrape.LongestRequest];
        Assert.Equal(16 + 74 * 20, UdpScrape.WriteRequest(packet, 1, 2, hashes));
        Assert.True(UdpScrape.TryReadRequest(packet, out var read));
        Assert.Equal(hashes, read);
        Assert.False(UdpScrape.TryReadRequest(new byte[16 + 75 * 20], out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(35)]
    [InlineData(37)]
    public void A_request_is_a_whole_number_of_hashes(int length) => Assert.False(UdpScrape.TryReadRequest(new byte[length], out _));

    [Theory]
    [InlineData(8, 1)]
    [InlineData(31, 2)]
    [InlineData(20, 2)]
    [InlineData(20, 0)]
    [InlineData(20, -1)]
    [InlineData(8 + 75 * 12, 75)]
    public void An_answer_about_fewer_swarms_than_asked_is_none(int length, int hashes) => Assert.False(UdpScrape.TryReadReply(new byte[length], hashes, out _));

    [Fact]
    public void Counts_are_not_negative_and_a_longer_answer_is_borne()
    {
        var packet = new byte[30];
        packet.AsSpan(8, 4).Fill(0xff);
        Assert.True(UdpScrape.TryReadReply(packet, 1, out var counts));
        Assert.Equal([default], counts);
    }
}
