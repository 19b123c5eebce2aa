using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Net;
using Shoal.Peers.Tests;
using Shoal.Runtime;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Tests;

/// <summary>Connections over links in memory: what clients do to a server.</summary>
public sealed class HttpTrackerTests
{
    private const string Announce = "GET /announce?info_hash=tttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=5 HTTP/1.1\r\n";
    private readonly HandDrivenLoop _loop = new();
    private Doors _doors = new();
    private HttpTracker _tracker;

    public HttpTrackerTests()
    {
        var options = new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969"), Desk.At("[::1]:6969")], Interval = TimeSpan.FromSeconds(60) };
        _tracker = HttpTracker.Start(_loop, _doors, new SeededChance(1), options, out var failure)!;
        Assert.Null(failure);
    }

    [Fact]
    public void An_announce_is_answered_and_the_connection_ends_as_the_client_asked()
    {
        var link = Connect();
        link.Deliver(Bytes(Announce + "Connection: close\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 93\r\nConnection: close\r\n\r\n"
            + "d8:completei0e11:external ip4:\u000a\0\0\u000110:incompletei1e8:intervali_e12:min intervali_e5:peers0:e",
            // A tenth more or less than the 60 s, by chance.
            Regex.Replace(Encoding.Latin1.GetString(link.Sent), "intervali(5[4-9]|6[0-6]|2[789]|3[0-3])e", "intervali_e", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.True(link.IsClosed);
        Assert.Equal(new TrackerStatistics(1, 0, 1, 1, 0, 0, 0), _tracker.Statistics with { StoreBytes = 0 });
    }

    [Fact]
    public void Requests_are_answered_one_behind_the_other_however_they_are_cut()
    {
        var text = Bytes(string.Concat(Enumerable.Range(1, 30).Select(i => $"GET /scrape?info_hash={i:d20} HTTP/1.1\r\n\r\n")));
        var whole = Connect();
        whole.Deliver(text);
        var cut = Connect();
        foreach (var value in text)
        {
            cut.Deliver(new[] { value });
        }

        var answers = Encoding.Latin1.GetString(whole.Sent);
        Assert.Equal(answers, Encoding.Latin1.GetString(cut.Sent));
        var places = Enumerable.Range(1, 30).Select(i => answers.IndexOf($"{i:d20}", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal(60, _tracker.Statistics.Scrapes);
        Assert.False(whole.IsClosed || cut.IsClosed);
    }

    [Theory]
    [InlineData("POST /announce HTTP/1.1\r\n", "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nContent-Length: 19\r\nAllow: GET\r\nConnection: close\r\n\r\nMethod Not Allowed\n")]
    [InlineData("nonsense\n", "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad Request\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nConnection: close\r\n\r\nNot Found\n")]
    public void An_error_is_told_and_ends_the_connection(string request, string answer)
    {
        var link = Connect();
        link.Deliver(Bytes(request + "GET / HTTP/1.1\r\n\r\n"));
        Assert.Equal(answer, Encoding.Latin1.GetString(link.Sent));
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void What_is_not_there_does_not_end_the_connection()
    {
        var link = Connect();
        link.Deliver(Bytes("GET /favicon.ico HTTP/1.1\r\n\r\n" + Announce + "\r\n"));
        Assert.StartsWith("HTTP/1.1 404 ", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.False(link.IsClosed);
    }

    [Fact]
    public void Headers_without_end_are_refused()
    {
        var link = Connect();
        link.Deliver(Bytes("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("x: y\r\n", 5000))));
        Assert.StartsWith("HTTP/1.1 431 ", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void A_client_that_drips_bytes_is_given_up()
    {
        var link = Connect();
        for (var second = 0; second < 14; second++)
        {
            link.Deliver(Bytes(second == 0 ? "GET / HTTP/1.1\r\n" : "x"));
            _loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(link.IsClosed);
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.True(link.IsClosed);
        Assert.Equal(0, _tracker.Statistics.Connections);
    }

    [Fact]
    public void A_client_that_asks_on_is_kept()
    {
        var link = Connect();
        for (var i = 0; i < 10; i++)
        {
            _loop.Advance(TimeSpan.FromSeconds(14));
            link.Deliver(Bytes(Announce + "\r\n"));
        }

        Assert.False(link.IsClosed);
        Assert.Equal(10, _tracker.Statistics.Announces);
    }

    [Fact]
    public void An_answer_goes_as_slowly_as_the_client_reads()
    {
        var link = Connect();
        link.Taking = static _ => 0;
        link.Deliver(Bytes(Announce + "Connection: close\r\n\r\n"));
        Assert.Empty(link.Sent);
        link.Deliver(Bytes("more that nobody reads\r\n"));
        Assert.False(link.IsClosed);
        var count = 0;
        link.Taking = _ => count++ % 2 == 0 ? 7 : 0;
        while (!link.IsClosed && link.WantsWritable)
        {
            link.BecomeWritable();
        }

        Assert.True(link.IsClosed);
        Assert.EndsWith("5:peers0:e", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_asks_and_does_not_read_is_given_up()
    {
        var link = Connect();
        link.Taking = static _ => 0;
        for (var i = 0; i < 3000 && !link.IsClosed; i++)
        {
            link.Deliver(Bytes(Announce + "\r\n"));
        }

        Assert.True(link.IsClosed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_that_goes_is_forgotten(bool atSending)
    {
        var link = Connect();
        if (atSending)
        {
            link.Taking = static _ => ILink.Closed;
            link.Deliver(Bytes(Announce + "\r\n"));
        }
        else
        {
            link.End();
        }

        Assert.True(link.IsClosed);
        Assert.Equal(0, _tracker.Statistics.Connections);
    }

    [Fact]
    public void Of_more_clients_than_ten_thousand_the_one_that_was_silent_longest_gives_way()
    {
        var links = Enumerable.Range(0, 10_000).Select(i => Connect($"10.0.{i / 100}.{i % 100}:1")).ToArray();
        links[0].Deliver(Bytes(Announce + "\r\n"));
        var another = Connect("10.1.1.1:1");
        Assert.Equal(1, Assert.Single(links.Index(), link => link.Item.IsClosed).Index);
        Assert.False(another.IsClosed);
        Assert.Equal((10_000, 1L, 10_001L), (_tracker.Statistics.Connections, _tracker.Counters[0].Displaced, _tracker.Counters[0].Connections));
    }

    [Fact]
    public void An_address_has_so_many_connections_open_and_a_network_of_IPv6_is_one_address()
    {
        foreach (var (mine, others) in new[] { ("10.0.0.1:1", "10.0.0.2:1"), ("[2001:db8::1]:1", "[2001:db8:0:1::1]:1") })
        {
            var links = Enumerable.Range(0, 201).Select(i => Connect(mine)).ToArray();
            Assert.Equal(200, links.Index().Single(link => link.Item.IsClosed).Index);
            Assert.False(Connect(others).IsClosed);
            links[7].End();
            Assert.False(Connect(mine).IsClosed);
            Assert.True(Connect(mine.Replace("::1]", "::ffff]", StringComparison.Ordinal)).IsClosed);
        }

        Assert.Equal((4L, 404L), (_tracker.Counters[0].Crowded, _tracker.Counters[0].Connections));
    }

    [Fact]
    public void Who_asks_too_often_is_told_to_come_in_a_minute()
    {
        var link = Connect("10.0.0.1:1");
        for (var i = 0; i < 5000; i++)
        {
            link.Deliver(Bytes("GET /scrape HTTP/1.1\r\n\r\n"));
        }

        link.TakeSent();
        link.Deliver(Bytes(Announce + "\r\n"));
        Assert.EndsWith("Connection: close\r\n\r\nd14:failure reason38:too many requests come of this address8:retry ini1ee", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.True(link.IsClosed);
        Assert.Equal((5000L, 1L), (_tracker.Counters[0].Answered, _tracker.Counters[0].Limited));
        var other = Connect("10.0.0.2:1");
        other.Deliver(Bytes(Announce + "\r\n"));
        Assert.Contains("5:peers0:e", Encoding.Latin1.GetString(other.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_listener_counts_what_came_to_it()
    {
        var link = Connect();
        link.Deliver(Bytes(Announce + "\r\nGET /x HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\n\r\n"));
        Connect().Deliver(Bytes("GET /half"));
        for (var second = 0; second < 15; second++)
        {
            _loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [new HttpCounters(Desk.At("127.0.0.1:6969")) { Connections = 2, Answered = 1, NotFound = 1, Malformed = 1, Slow = 1 }, new HttpCounters(Desk.At("[::1]:6969"))],
            _tracker.Counters);
    }

    [Fact]
    public void The_silent_are_swept_away_by_the_clock()
    {
        Connect().Deliver(Bytes(Announce + "\r\n"));
        for (var i = 0; i < 24; i++)
        {
            _loop.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(1, _tracker.Statistics.Swarms);
        _loop.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _tracker.Statistics.Swarms);
    }

    [Fact]
    public void Closing_closes_ports_and_connections()
    {
        var link = Connect();
        Assert.Equal(["127.0.0.1:6969", "[::1]:6969"], _tracker.Listening.Select(endpoint => endpoint.ToString()));
        _tracker.Close();
        Assert.True(link.IsClosed);
        Assert.Equal(2, _doors.Closed);
        Assert.Empty(_tracker.Listening);
    }

    [Fact]
    public void When_a_port_cannot_be_opened_there_is_no_tracker()
    {
        var doors = new Doors { Failure = "address in use", Opens = 1 };
        Assert.Null(HttpTracker.Start(_loop, doors, new SeededChance(1), new TrackerOptions { Listen = [Desk.At("127.0.0.1:1"), Desk.At("127.0.0.1:2")] }, out var failure));
        Assert.Equal("127.0.0.1:2 (address in use)", failure);
        Assert.Equal(1, doors.Closed);
        Assert.Null(HttpTracker.Start(_loop, doors, new SeededChance(1), new TrackerOptions { Listen = [] }, out failure));
        Assert.Equal("there is nowhere to listen", failure);
    }

    [Theory]
    [InlineData("10.0.0.1:5", "X-Forwarded-For: 6.6.6.6, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1:5", "X-Forwarded-For: [2001:db8::9]:5", "2001:db8::9")]
    [InlineData("10.0.0.1:5", "Forwarded: for=203.0.113.9", "10.0.0.1")]
    [InlineData("10.0.1.1:5", "X-Forwarded-For: 203.0.113.9", "10.0.1.1")]
    public void A_trusted_proxy_says_who_asks_and_nobody_else_does(string from, string header, string client)
    {
        Restart(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")] });
        var link = Connect(from);
        link.Deliver(Bytes(Announce + header + "\r\n\r\n"));
        Span<byte> address = stackalloc byte[16];
        var bytes = Encoding.Latin1.GetString(address[..Desk.At(client.Contains(':', StringComparison.Ordinal) ? $"[{client}]:1" : $"{client}:1").WriteAddress(address)]);
        Assert.Contains($"11:external ip{bytes.Length}:{bytes}10:", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_that_names_no_address_is_told_that_the_request_is_bad()
    {
        Restart(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")] });
        var link = Connect("10.0.0.1:5");
        link.Deliver(Bytes(Announce + "X-Forwarded-For: unix:\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.Equal(1, _tracker.Counters[0].Malformed);
    }

    [Fact]
    public void Limits_are_those_of_the_client_behind_a_proxy()
    {
        Restart(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], Proxies = [IPNetwork.Parse("10.0.0.0/24")], RequestsPerAddress = 2, ConnectionsPerAddress = 3 });
        var links = Enumerable.Range(0, 9).Select(_ => Connect("10.0.0.1:5")).ToArray();
        Assert.DoesNotContain(links, link => link.IsClosed);
        foreach (var client in new[] { "203.0.113.9", "203.0.113.9", "203.0.113.8", "10.0.0.2", "10.0.0.2", "10.0.0.2", "203.0.113.9", "203.0.113.7" })
        {
            links[0].Deliver(Bytes(Announce + $"X-Forwarded-For: {client}\r\n\r\n"));
        }

        // The proxy's connection stays for the others.
        Assert.False(links[0].IsClosed);
        Assert.Equal((7L, 1L), (_tracker.Counters[0].Answered, _tracker.Counters[0].Limited));
    }

    [Fact]
    public void A_long_answer_is_compressed_for_who_asks_and_is_the_same()
    {
        var query = "GET /scrape?" + string.Join('&', Enumerable.Range(1, 74).Select(i => $"info_hash={i:d20}")) + " HTTP/1.1\r\n";
        var (plainHead, plain) = Ask(query + "\r\n");
        var (head, compressed) = Ask(query + "Accept-Encoding: gzip\r\n\r\n");
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
            var link = Connect($"[2{chance.Below(4096):x3}:{string.Join(':', Enumerable.Range(0, 7).Select(_ => $"{chance.Below(65536):x}"))}]:1");
            link.Deliver(Bytes(Announce.Replace("port=1&", $"port={1 + chance.Below(65535)}&", StringComparison.Ordinal) + "\r\n"));
            link.End();
        }

        foreach (var (wanted, length) in new[] { (0, 50), (200, 3600) })
        {
            var (head, body) = Ask(Announce.Replace("port=1", $"port=1&numwant={wanted}", StringComparison.Ordinal) + "Accept-Encoding: gzip\r\n\r\n");
            Assert.DoesNotContain("gzip", head, StringComparison.Ordinal);
            Assert.InRange(body.Length, length, length + 200);
        }

        var (listHead, list) = Ask(Announce.Replace("port=1", "port=1&numwant=200&compact=0", StringComparison.Ordinal) + "Accept-Encoding: gzip\r\n\r\n");
        Assert.Contains("Content-Encoding: gzip", listHead, StringComparison.Ordinal);
        Assert.InRange(list.Length, 1, 10_000);
    }

    [Fact]
    public void When_it_stops_what_has_come_is_answered_and_idle_connections_end()
    {
        var drained = 0;
        var idle = Connect();
        var half = Connect();
        var slow = Connect();
        half.Deliver(Bytes("GET /scrape?info_hash=aaaaaaaaaaaaaaaaaaaa"));
        slow.Deliver(Bytes("GET /"));
        _tracker.Drain(() => drained++);
        // Those that were on their way.
        var late = Connect();
        late.Deliver(Bytes("GET /scrape?info_hash=aaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\n\r\n"));
        Assert.Contains("\r\nConnection: close\r\n", Encoding.Latin1.GetString(late.Sent), StringComparison.Ordinal);
        Assert.True(late.IsClosed);
        Assert.Equal(0, _doors.Closed);
        _loop.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(2, _doors.Closed);
        Assert.True(idle.IsClosed);
        half.Deliver(Bytes(" HTTP/1.1\r\n\r\n"));
        Assert.Contains("HTTP/1.1 200 OK", Encoding.Latin1.GetString(half.Sent), StringComparison.Ordinal);
        Assert.True(half.IsClosed);
        _loop.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(slow.IsClosed);
        Assert.Equal(0, drained);
        _loop.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(slow.IsClosed);
        Assert.Equal(1, drained);
    }

    [Fact]
    public void It_has_stopped_as_soon_as_the_last_connection_ends()
    {
        var drained = 0;
        var half = Connect();
        half.Deliver(Bytes("GET /"));
        _tracker.Drain(() => drained++);
        _loop.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0, drained);
        half.End();
        Assert.Equal(1, drained);
    }

    private (string Head, byte[] Body) Ask(string request)
    {
        var link = Connect();
        link.Deliver(Bytes(request));
        var text = Encoding.Latin1.GetString(link.Sent);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], link.Sent[end..]);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private void Restart(TrackerOptions options)
    {
        _doors = new Doors();
        _tracker = HttpTracker.Start(_loop, _doors, new SeededChance(1), options, out _)!;
    }

    private FakeLink Connect(string from = "10.0.0.1:6881")
    {
        var link = new FakeLink { Remote = Desk.At(from) };
        _doors.Handler!.OnAccepted(link);
        return link;
    }

    private sealed class Doors : ITransport
    {
        public string? Failure { get; init; }

        public int Opens { get; set; } = int.MaxValue;

        public int Closed { get; private set; }

        /// <summary>What stands behind the first door.</summary>
        public IAcceptHandler? Handler { get; private set; }

        public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
        {
            failure = Opens-- > 0 ? null : Failure;
            Handler ??= handler;
            return failure is null ? new Door(this, local) : null;
        }

        public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => throw new NotSupportedException();

        public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();

        private sealed class Door(Doors doors, Endpoint local) : IListener
        {
            public Endpoint Local => local;

            public void Close() => doors.Closed++;
        }
    }
}
