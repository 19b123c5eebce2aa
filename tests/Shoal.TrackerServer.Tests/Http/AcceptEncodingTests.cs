using System.Text;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Tests.Http;

public sealed class AcceptEncodingTests
{
    // RFC 9110, 12.4.2 and 12.5.3; the first three as libtorrent, Transmission and browsers send them.
    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate, gzip, br, zstd", true)]
    [InlineData("gzip;q=1.0, identity; q=0.5, *;q=0", true)]
    [InlineData("GZIP", true)]
    [InlineData("x-gzip", true)]
    [InlineData("gzip;q=0.001", true)]
    [InlineData("gzip ; q=0.5", true)]
    [InlineData("*", true)]
    [InlineData("deflate\r\nAccept-Encoding: gzip", true)]
    [InlineData("", false)]
    [InlineData("identity", false)]
    [InlineData("deflate, br", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.", false)]
    [InlineData("gzip; Q=0.000", false)]
    [InlineData("*;q=0", false)]
    [InlineData("*, gzip;q=0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("gzipped", false)]
    public void Gzip_is_sent_to_who_takes_it(string value, bool takes)
    {
        Assert.Equal(HttpStatus.Ok, HttpRequest.Read(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nAccept-Encoding: {value}\r\n\r\n"), out var request, out var used));
        Assert.NotEqual(0, used);
        Assert.Equal(takes, request.AcceptsGzip);
    }

    [Fact]
    public void Who_says_nothing_gets_none()
    {
        HttpRequest.Read("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8, out var request, out _);
        Assert.False(request.AcceptsGzip);
    }
}
