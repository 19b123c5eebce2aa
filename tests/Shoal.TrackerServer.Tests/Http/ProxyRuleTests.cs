using System.Net;
using System.Text;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Tests.Http;

public sealed class ProxyRuleTests
{
    private const string Junk = "400";

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.9", "203.0.113.9:0")]
    [InlineData("x-forwarded-for:203.0.113.9:4711 ", "203.0.113.9:4711")]
    [InlineData("X-Forwarded-For: 2001:db8::9", "[2001:db8::9]:0")]
    [InlineData("X-Forwarded-For: [2001:db8::9]:4711", "[2001:db8::9]:4711")]
    // The right-most that is no proxy of ours: whatever a client wrote stands left of it.
    [InlineData("X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.2,10.0.0.3", "203.0.113.9:0")]
    [InlineData("X-Forwarded-For: junk\" ,, 203.0.113.9", "203.0.113.9:0")]
    [InlineData("X-Forwarded-For: 203.0.113.9, , ", "203.0.113.9:0")]
    // Several lines are one list (RFC 9110, 5.3), so the last line is the right end.
    [InlineData("X-Forwarded-For: 6.6.6.6\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nA: b", "203.0.113.9:0")]
    [InlineData("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.0.0.2", "203.0.113.9:0")]
    // All are ours: the first of them asks.
    [InlineData("X-Forwarded-For: 10.0.0.7, 10.0.0.2", "10.0.0.7:0")]
    // It names nobody: the proxy asks.
    [InlineData("Host: x", "10.0.0.1:1")]
    [InlineData("X-Forwarded-For:", "10.0.0.1:1")]
    [InlineData("X-Real-IP: 203.0.113.9\r\nX-Forwarded-Forx: 6.6.6.6", "10.0.0.1:1")]
    [InlineData("X-Forwarded-For: unix:", Junk)]
    [InlineData("X-Forwarded-For: unknown", Junk)]
    [InlineData("X-Forwarded-For: 203.0.113.9, unknown, 10.0.0.2", Junk)]
    [InlineData("X-Forwarded-For: 203.0.113.9 6.6.6.6", Junk)]
    public void The_right_most_address_that_is_no_proxy_counts(string headers, string client) => Assert.Equal(client, Find("X-Forwarded-For", headers));

    [Theory]
    // RFC 7239, 4 and 7.1, with the addresses of its examples.
    [InlineData("Forwarded: for=192.0.2.43", "192.0.2.43:0")]
    [InlineData("Forwarded: For=\"[2001:db8:cafe::17]:4711\"", "[2001:db8:cafe::17]:4711")]
    [InlineData("forwarded: for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60:0")]
    [InlineData("Forwarded: proto=http ; by=203.0.113.43; FOR=192.0.2.60", "192.0.2.60:0")]
    [InlineData("Forwarded: for=192.0.2.43, for=198.51.100.17;by=10.0.0.2, for=10.0.0.2", "198.51.100.17:0")]
    [InlineData("Forwarded: for=6.6.6.6, for=\"192.0.2.43\";ext=\"a,b;for=6.6.6.6\"", "192.0.2.43:0")]
    // A client left a quotation mark open, and the proxy appended what it saw.
    [InlineData("Forwarded: for=\"6.6.6.6, for=192.0.2.43", "192.0.2.43:0")]
    [InlineData("Forwarded: for=\"6.6.6.6\r\nForwarded: for=192.0.2.43", "192.0.2.43:0")]
    [InlineData("Forwarded: for=unknown", Junk)]
    [InlineData("Forwarded: for=\"_gazonk\"", Junk)]
    [InlineData("Forwarded: for=", Junk)]
    [InlineData("Forwarded: proto=http", Junk)]
    [InlineData("Forwarded: 192.0.2.43", Junk)]
    public void Forwarded_has_a_grammar_of_its_own(string headers, string client) => Assert.Equal(client, Find("Forwarded", headers));

    [Fact]
    public void Any_header_of_addresses_will_do() => Assert.Equal("203.0.113.9:0", Find("X-Real-IP", "X-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 203.0.113.9"));

    private static string Find(string header, string headers)
    {
        var rule = new ProxyRule([IPNetwork.Parse("10.0.0.0/24")], header);
        return rule.TryFindClient(Encoding.Latin1.GetBytes($"GET /announce HTTP/1.1\r\n{headers}\r\n\r\n"), Desk.At("10.0.0.1:1"), out var client) ? client.ToString() : Junk;
    }
}
