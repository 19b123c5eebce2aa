using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Tests.Messages.Udp;

public sealed class UdpHeaderTests
{
    // As libtorrent 2.0.8 sent it, and as opentracker answered another.
    private const string LibtorrentConnect = "0000041727101980000000007fbfd321";
    private const string OpentrackerConnect = "0000000054494431e63447cf6ffc9541";

    [Fact]
    public void A_connect_is_that_of_libtorrent()
    {
        var packet = new byte[16];
        Assert.Equal(16, UdpRequestHeader.Connect(0x7fbfd321).Write(packet));
        Assert.Equal(LibtorrentConnect, Convert.ToHexStringLower(packet));
        Assert.True(UdpRequestHeader.TryRead(packet, out var header));
        Assert.True(header.IsConnect);
    }

    [Fact]
    public void A_connect_without_the_protocols_constant_is_none()
    {
        Assert.False(new UdpRequestHeader(1, UdpAction.Connect, 2).IsConnect);
        Assert.False(new UdpRequestHeader(UdpRequestHeader.Protocol, UdpAction.Announce, 2).IsConnect);
    }

    [Fact]
    public void Opentrackers_connection_id_is_read_and_written()
    {
        var packet = Convert.FromHexString(OpentrackerConnect);
        Assert.True(UdpReplyHeader.TryRead(packet, out var header));
        Assert.Equal(new UdpReplyHeader(UdpAction.Connect, 0x54494431), header);
        Assert.True(UdpReplyHeader.TryReadConnectionId(packet, out var id));
        Assert.Equal(0xe63447cf6ffc9541, id);
        var written = new byte[16];
        Assert.Equal(16, UdpReplyHeader.WriteConnect(written, 0x54494431, id));
        Assert.Equal(packet, written);
    }

    [Fact]
    public void Opentrackers_refusal_is_read_without_the_zero_behind_it()
    {
        var packet = Convert.FromHexString("0000000354494434436f6e6e656374696f6e204944206d6973736d617463682e00");
        Assert.True(UdpReplyHeader.TryRead(packet, out var header));
        Assert.Equal(new UdpReplyHeader(UdpAction.Error, 0x54494434), header);
        Assert.Equal("Connection ID missmatch.", UdpError.Read(packet));
    }

    [Theory]
    [InlineData("", "the tracker refused and gave no reason")]
    [InlineData("00000000000000", "the tracker refused and gave no reason")]
    [InlineData("0000000300000001", "the tracker refused and gave no reason")]
    [InlineData("00000003000000011b0007", "the tracker refused and gave no reason")]
    [InlineData("0000000300000001ff", "\ufffd")]
    public void A_refusal_is_a_sentence_whatever_it_holds(string hex, string expected) => Assert.Equal(expected, UdpError.Read(Convert.FromHexString(hex)));

    [Fact]
    public void A_refusal_is_written_and_cut_where_the_room_ends()
    {
        var packet = new byte[11];
        Assert.Equal(10, UdpError.Write(packet, 1, "no"));
        Assert.Equal("00000003000000016e6f", Convert.ToHexStringLower(packet[..10]));
        Assert.Equal(10, UdpError.Write(packet, 1, "\u00e9\u00e9"));
    }

    [Fact]
    public void A_packet_too_short_for_its_header_is_none()
    {
        Assert.False(UdpRequestHeader.TryRead(new byte[15], out _));
        Assert.False(UdpReplyHeader.TryRead(new byte[7], out _));
        Assert.False(UdpReplyHeader.TryReadConnectionId(new byte[15], out _));
        Assert.False(UdpReplyHeader.TryReadConnectionId(new byte[5], out _));
    }
}
