using System.Text;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Tests.Http;

public sealed class HttpRequestTests
{
    // As they came from libtorrent 2.0.8, Transmission 3.00 and aria2 1.36, but for the length of the query.
    [Theory]
    [InlineData("GET /announce?info_hash=zX%9a HTTP/1.1\r\nHost: 127.0.0.1:18999\r\nUser-Agent: libtorrent/2.0.8.0\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n", "/announce?info_hash=zX%9a", false)]
    [InlineData("GET /x/scrape?passkey=abc HTTP/1.1\r\nHost: 127.0.0.1:18999\r\nUser-Agent: Transmission/3.00\r\nAccept: */*\r\nAccept-Encoding: deflate, gzip, br, zstd\r\n\r\n", "/x/scrape?passkey=abc", true)]
    [InlineData("GET /announce?compact=1 HTTP/1.1\r\nUser-Agent: aria2/1.36.0\r\nAccept: */*\r\nHost: 127.0.0.1:18999\r\nWant-Digest: SHA-512;q=1, SHA-256;q=1, SHA;q=0.1\r\n\r\n", "/announce?compact=1", true)]
    // RFC 9112: an empty line in front, bare line feeds, the old version, the form for proxies, a length of none.
    [InlineData("\r\n\nGET /a HTTP/1.1\n\n", "/a", true)]
    [InlineData("GET /a HTTP/1.0\r\n\r\n", "/a", false)]
    [InlineData("GET /a HTTP/1.0\r\ncONNECTION:\tKeep-Alive \r\n\r\n", "/a", true)]
    [InlineData("GET /a HTTP/1.1\r\nConnection: CLOSE\r\n\r\n", "/a", false)]
    [InlineData("GET http://host:80/a?b HTTP/1.1\r\nHost: host\r\n\r\n", "/a?b", true)]
    [InlineData("GET /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "/a", true)]
    public void A_request_is_read(string text, string target, bool keepAlive)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        Assert.Equal(HttpStatus.Ok, HttpRequest.Read([.. bytes, .. "GET /next"u8], out var request, out var used));
        Assert.Equal((text.Length, target, keepAlive), (used, Encoding.Latin1.GetString(request.Target), request.KeepAlive));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(HttpStatus.Ok, HttpRequest.Read(bytes.AsSpan(0, length), out _, out used));
            Assert.Equal(0, used);
        }
    }

    [Theory]
    [InlineData("POST /announce HTTP/1.1\r\n", 405)]
    [InlineData("HEAD /announce HTTP/1.1\r\n", 405)]
    [InlineData("get /announce HTTP/1.1\r\n", 405)]
    [InlineData("GET /announce\r\n", 400)]
    [InlineData("GET /announce HTTP/2.0\r\n", 400)]
    [InlineData("GET announce HTTP/1.1\r\n", 400)]
    [InlineData("GET  HTTP/1.1\r\n", 400)]
    [InlineData("GET HTTP/1.1\r\n", 400)]
    [InlineData(" HTTP/1.1\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\n", 400)]
    [InlineData("GET http://host HTTP/1.1\r\n", 400)]
    [InlineData("\u0013BitTorrent protocol\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nno header\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\n: nameless\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost : x\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\n y: z\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nContent-Length: 5\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", 400)]
    public void What_is_no_get_is_refused(string text, int status)
    {
        Assert.Equal(status, (int)HttpRequest.Read(Encoding.Latin1.GetBytes(text), out var request, out var used));
        Assert.Equal(0, used);
        Assert.False(request.KeepAlive);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET / HTTP/1.1\r\nx:")]
    public void A_request_without_end_is_refused(string beginning)
    {
        var bytes = Encoding.Latin1.GetBytes(beginning + new string('x', 16 * 1024));
        Assert.Equal(HttpStatus.Ok, HttpRequest.Read(bytes.AsSpan(0, 16 * 1024 - 1), out _, out _));
        Assert.Equal(HttpStatus.HeadersTooLarge, HttpRequest.Read(bytes.AsSpan(0, 16 * 1024), out _, out var used));
        Assert.Equal(0, used);
    }
}
