using System.IO.Compression;
using System.Net;
using System.Text;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Tests;

/// <summary>Proxies in front of the tracker, compression, and its end.</summary>
public sealed class HttpServiceTests
{
    private HttpDesk _desk = new();

    [Theory]
    [InlineData("10.0.0.1:5", "X-Forwarded-For: 6.6.6.6, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1:5", "X-Forwarded-For: [2001:db8::9]:5", "2001:db8::9")]
    [InlineData("10.0.0.1:5", "Forwarded: for=203.0.113.9", "10.0.0.1")]
    [InlineData("10.0.1.1:5", "X-Forwarded-For: 203.0.113.9", "10.0.1.1")]
    public void A_trusted_proxy_says_who_asks_and_nobody_else_does(string from, string header, string client)
    {
        _desk = new HttpDesk(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")] });
        var link = _desk.Connect(from);
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + header + "\r\n\r\n"));
        Span<byte> address = stackalloc byte[16];
        var bytes = Encoding.Latin1.GetString(address[..Desk.At(client.Contains(':', StringComparison.Ordinal) ? $"[{client}]:1" : $"{client}:1").WriteAddress(address)]);
        Assert.Contains($"11:external ip{bytes.Length}:{bytes}10:", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_that_names_no_address_is_told_that_the_request_is_bad()
    {
        _desk = new HttpDesk(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")] });
        var link = _desk.Connect("10.0.0.1:5");
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "X-Forwarded-For: unix:\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.Equal(1, _desk.Tracker.Counters[0].Malformed);
    }

    [Fact]
    public void Limits_are_those_of_the_client_behind_a_proxy()
    {
        _desk = new HttpDesk(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")], RequestsPerAddress = 2, ConnectionsPerAddress = 3 });
        var links = Enumerable.Range(0, 9).Select(_ => _desk.Connect("10.0.0.1:5")).ToArray();
        Assert.DoesNotContain(links, link => link.IsClosed);
        foreach (var client in new[] { "203.0.113.9", "203.0.113.9", "203.0.113.8", "10.0.0.2", "10.0.0.2", "10.0.0.2", "203.0.113.9", "203.0.113.7" })
        {
            links[0].Deliver(HttpDesk.Bytes(HttpDesk.Announce + $"X-Forwarded-For: {client}\r\n\r\n"));
        }

        // The proxy's connection stays for the others.
        Assert.False(links[0].IsClosed);
        Assert.Equal((7L, 1L), (_desk.Tracker.Counters[0].Answered, _desk.Tracker.Counters[0].Limited));
    }

    [Fact]
    public void A_long_answer_is_compressed_for_who_asks_and_is_the_same()
    {
        var query = "GET /scrape?" + string.Join('&', Enumerable.Range(1, 74).Select(i => $"info_hash={i:d20}")) + " HTTP/1.1\r\n";
        var (plainHead, plain) = _desk.Ask(query + "\r\n");
        var (head, compressed) = _desk.Ask(query + "Accept-Encoding: gzip\r\n\r\n");
        Assert.DoesNotContain("Content-Encoding", plainHead, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {compressed.Length}\r\nContent-Encoding: gzip\r\n", head, StringComparison.Ordinal);
        Assert.InRange(compressed.Length, 1, plain.Length / 2);
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var read = new MemoryStream();
        gzip.CopyTo(read);
        Assert.Equal(plain, read.ToArray());
    }

    [Fact]
    public void What_would_not_be_shorter_is_not_compressed()
    {
        // Addresses of chance cannot be made shorter, and a small answer is not tried.
        var chance = new SeededChance(5);
        for (var i = 0; i < 250; i++)
        {
            var link = _desk.Connect($"[2{chance.Below(4096):x3}:{string.Join(':', Enumerable.Range(0, 7).Select(_ => $"{chance.Below(65536):x}"))}]:1");
            link.Deliver(HttpDesk.Bytes(HttpDesk.Announce.Replace("port=1&", $"port={1 + chance.Below(65535)}&", StringComparison.Ordinal) + "\r\n"));
            link.End();
        }

        foreach (var (wanted, length) in new[] { (0, 50), (200, 3600) })
        {
            var (head, body) = _desk.Ask(HttpDesk.Announce.Replace("port=1", $"port=1&numwant={wanted}", StringComparison.Ordinal) + "Accept-Encoding: gzip\r\n\r\n");
            Assert.DoesNotContain("gzip", head, StringComparison.Ordinal);
            Assert.InRange(body.Length, length, length + 200);
        }

        var (listHead, list) = _desk.Ask(HttpDesk.Announce.Replace("port=1", "port=1&numwant=200&compact=0", StringComparison.Ordinal) + "Accept-Encoding: gzip\r\n\r\n");
        Assert.Contains("Content-Encoding: gzip", listHead, StringComparison.Ordinal);
        Assert.InRange(list.Length, 1, 10_000);
    }

    [Fact]
    public void When_it_stops_what_has_come_is_answered_and_idle_connections_end()
    {
        var drained = 0;
        var idle = _desk.Connect();
        var half = _desk.Connect();
        var slow = _desk.Connect();
        half.Deliver(HttpDesk.Bytes("GET /scrape?info_hash=aaaaaaaaaaaaaaaaaaaa"));
        slow.Deliver(HttpDesk.Bytes("GET /"));
        _desk.Tracker.Drain(() => drained++);
        // Those that were on their way.
        var late = _desk.Connect();
        late.Deliver(HttpDesk.Bytes("GET /scrape?info_hash=aaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\n\r\n"));
        Assert.Contains("\r\nConnection: close\r\n", Encoding.Latin1.GetString(late.Sent), StringComparison.Ordinal);
        Assert.True(late.IsClosed);
        Assert.Equal(0, _desk.Doors.Closed);
        _desk.Loop.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(2, _desk.Doors.Closed);
        Assert.True(idle.IsClosed);
        half.Deliver(HttpDesk.Bytes(" HTTP/1.1\r\n\r\n"));
        Assert.Contains("HTTP/1.1 200 OK", Encoding.Latin1.GetString(half.Sent), StringComparison.Ordinal);
        Assert.True(half.IsClosed);
        _desk.Loop.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(slow.IsClosed);
        Assert.Equal(0, drained);
        _desk.Loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(slow.IsClosed);
        Assert.Equal(1, drained);
    }

    [Fact]
    public void It_has_stopped_as_soon_as_the_last_connection_ends()
    {
        var drained = 0;
        var half = _desk.Connect();
        half.Deliver(HttpDesk.Bytes("GET /"));
        _desk.Tracker.Drain(() => drained++);
        _desk.Loop.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0, drained);
        half.End();
        Assert.Equal(1, drained);
    }
}
