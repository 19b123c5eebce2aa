using System.Buffers;
using System.Text;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class CompactAnnounceReplyTests
{
    private const string From = "1.2.3.4:5";

    [Theory]
    [InlineData(0, 0, null, From)]
    [InlineData(1, 0, null, "[2001:db8::9]:5")]
    [InlineData(0, 1, "port is 0: nobody is told of you", From)]
    [InlineData(200, 200, "\u00e4\u20ac", From)]
    public void What_is_written_from_bytes_is_what_is_written_from_peers(int ipv4, int ipv6, string? warning, string from)
    {
        var reply = new AnnounceReply
        {
            Seeders = ipv4 * 1000, Leechers = int.MaxValue, Interval = TimeSpan.FromSeconds(1799), MinInterval = TimeSpan.FromSeconds(899), ExternalAddress = Parse(from).ToIPAddress(), Warning = warning,
            Peers = [.. Enumerable.Range(1, ipv4).Select(i => Parse($"6.6.6.{i}:{i}")), .. Enumerable.Range(1, ipv6).Select(i => Parse($"[2001:db8::{i:x}]:{i}"))],
        };
        var expected = new ArrayBufferWriter<byte>();
        HttpReplyWriter.WriteCompact(expected, reply);
        var written = new ArrayBufferWriter<byte>();
        new CompactAnnounceReply
        {
            Seeders = ipv4 * 1000, Leechers = int.MaxValue, Interval = 1799, MinInterval = 899, External = Parse(from), IPv4 = Bytes(reply, isIPv4: true), IPv6 = Bytes(reply, isIPv4: false), Warning = warning,
        }.Write(written);
        Assert.Equal(Encoding.Latin1.GetString(expected.WrittenSpan), Encoding.Latin1.GetString(written.WrittenSpan));
    }

    private static byte[] Bytes(AnnounceReply reply, bool isIPv4) => [.. reply.Peers.Where(peer => peer.IsIPv4 == isIPv4).SelectMany(static peer =>
    {
        var bytes = new byte[CompactEndpoint.LengthV6];
        return bytes[..CompactEndpoint.Write(bytes, peer)];
    })];

    private static Endpoint Parse(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);
}
