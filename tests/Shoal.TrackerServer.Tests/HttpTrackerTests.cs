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
    private HttpDesk _desk = new();

    [Fact]
    public void An_announce_is_answered_and_the_connection_ends_as_the_client_asked()
    {
        var link = _desk.Connect();
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "Connection: close\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 93\r\nConnection: close\r\n\r\n"
            + "d8:completei0e11:external ip4:\u000a\0\0\u000110:incompletei1e8:intervali_e12:min intervali_e5:peers0:e",
            // A tenth more or less than the 60 s, by chance.
            Regex.Replace(Encoding.Latin1.GetString(link.Sent), "intervali(5[4-9]|6[0-6]|2[789]|3[0-3])e", "intervali_e", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.True(link.IsClosed);
        Assert.Equal(new TrackerStatistics(1, 0, 1, 1, 0, 0, 0), _desk.Tracker.Statistics with { StoreBytes = 0 });
    }

    [Fact]
    public void Requests_are_answered_one_behind_the_other_however_they_are_cut()
    {
        var text = HttpDesk.Bytes(string.Concat(Enumerable.Range(1, 30).Select(i => $"GET /scrape?info_hash={i:d20} HTTP/1.1\r\n\r\n")));
        var whole = _desk.Connect();
        whole.Deliver(text);
        var cut = _desk.Connect();
        foreach (var value in text)
        {
            cut.Deliver(new[] { value });
        }

        var answers = Encoding.Latin1.GetString(whole.Sent);
        Assert.Equal(answers, Encoding.Latin1.GetString(cut.Sent));
        var places = Enumerable.Range(1, 30).Select(i => answers.IndexOf($"{i:d20}", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal(60, _desk.Tracker.Statistics.Scrapes);
        Assert.False(whole.IsClosed || cut.IsClosed);
    }

    [Theory]
    [InlineData("POST /announce HTTP/1.1\r\n", "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nContent-Length: 19\r\nAllow: GET\r\nConnection: close\r\n\r\nMethod Not Allowed\n")]
    [InlineData("nonsense\n", "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad Request\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nConnection: close\r\n\r\nNot Found\n")]
    public void An_error_is_told_and_ends_the_connection(string request, string answer)
    {
        var link = _desk.Connect();
        link.Deliver(HttpDesk.Bytes(request + "GET / HTTP/1.1\r\n\r\n"));
        Assert.Equal(answer, Encoding.Latin1.GetString(link.Sent));
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void What_is_not_there_does_not_end_the_connection()
    {
        var link = _desk.Connect();
        link.Deliver(HttpDesk.Bytes("GET /favicon.ico HTTP/1.1\r\n\r\n" + HttpDesk.Announce + "\r\n"));
        Assert.StartsWith("HTTP/1.1 404 ", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.False(link.IsClosed);
    }

    [Fact]
    public void Headers_without_end_are_refused()
    {
        var link = _desk.Connect();
        link.Deliver(HttpDesk.Bytes("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("x: y\r\n", 5000))));
        Assert.StartsWith("HTTP/1.1 431 ", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void A_client_that_drips_bytes_is_given_up()
    {
        var link = _desk.Connect();
        for (var second = 0; second < 14; second++)
        {
            link.Deliver(HttpDesk.Bytes(second == 0 ? "GET / HTTP/1.1\r\n" : "x"));
            _desk.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(link.IsClosed);
        _desk.Loop.Advance(TimeSpan.FromSeconds(1));
        Assert.True(link.IsClosed);
        Assert.Equal(0, _desk.Tracker.Statistics.Connections);
    }

    [Fact]
    public void A_client_that_asks_on_is_kept()
    {
        var link = _desk.Connect();
        for (var i = 0; i < 10; i++)
        {
            _desk.Loop.Advance(TimeSpan.FromSeconds(14));
            link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        }

        Assert.False(link.IsClosed);
        Assert.Equal(10, _desk.Tracker.Statistics.Announces);
    }

    [Fact]
    public void An_answer_goes_as_slowly_as_the_client_reads()
    {
        var link = _desk.Connect();
        link.Taking = static _ => 0;
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "Connection: close\r\n\r\n"));
        Assert.Empty(link.Sent);
        link.Deliver(HttpDesk.Bytes("more that nobody reads\r\n"));
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
        var link = _desk.Connect();
        link.Taking = static _ => 0;
        for (var i = 0; i < 3000 && !link.IsClosed; i++)
        {
            link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        }

        Assert.True(link.IsClosed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_that_goes_is_forgotten(bool atSending)
    {
        var link = _desk.Connect();
        if (atSending)
        {
            link.Taking = static _ => ILink.Closed;
            link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        }
        else
        {
            link.End();
        }

        Assert.True(link.IsClosed);
        Assert.Equal(0, _desk.Tracker.Statistics.Connections);
    }

    [Fact]
    public void Of_more_clients_than_ten_thousand_the_one_that_was_silent_longest_gives_way()
    {
        var links = Enumerable.Range(0, 10_000).Select(i => _desk.Connect($"10.0.{i / 100}.{i % 100}:1")).ToArray();
        links[0].Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        var another = _desk.Connect("10.1.1.1:1");
        Assert.Equal(1, Assert.Single(links.Index(), link => link.Item.IsClosed).Index);
        Assert.False(another.IsClosed);
        Assert.Equal((10_000, 1L, 10_001L), (_desk.Tracker.Statistics.Connections, _desk.Tracker.Counters[0].Displaced, _desk.Tracker.Counters[0].Connections));
    }

    [Fact]
    public void An_address_has_so_many_connections_open_and_a_network_of_IPv6_is_one_address()
    {
        foreach (var (mine, others) in new[] { ("10.0.0.1:1", "10.0.0.2:1"), ("[2001:db8::1]:1", "[2001:db8:0:1::1]:1") })
        {
            var links = Enumerable.Range(0, 201).Select(i => _desk.Connect(mine)).ToArray();
            Assert.Equal(200, links.Index().Single(link => link.Item.IsClosed).Index);
            Assert.False(_desk.Connect(others).IsClosed);
            links[7].End();
            Assert.False(_desk.Connect(mine).IsClosed);
            Assert.True(_desk.Connect(mine.Replace("::1]", "::ffff]", StringComparison.Ordinal)).IsClosed);
        }

        Assert.Equal((4L, 404L), (_desk.Tracker.Counters[0].Crowded, _desk.Tracker.Counters[0].Connections));
    }

    [Fact]
    public void Who_asks_too_often_is_told_to_come_in_a_minute()
    {
        var link = _desk.Connect("10.0.0.1:1");
        for (var i = 0; i < 5000; i++)
        {
            link.Deliver(HttpDesk.Bytes("GET /scrape HTTP/1.1\r\n\r\n"));
        }

        link.TakeSent();
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        Assert.EndsWith("Connection: close\r\n\r\nd14:failure reason38:too many requests come of this address8:retry ini1ee", Encoding.Latin1.GetString(link.Sent), StringComparison.Ordinal);
        Assert.True(link.IsClosed);
        Assert.Equal((5000L, 1L), (_desk.Tracker.Counters[0].Answered, _desk.Tracker.Counters[0].Limited));
        var other = _desk.Connect("10.0.0.2:1");
        other.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        Assert.Contains("5:peers0:e", Encoding.Latin1.GetString(other.Sent), StringComparison.Ordinal);
    }

    /// <summary>BEP 3 lists no warnings; clients show "warning message" to their users.</summary>
    [Fact]
    public void Who_asks_so_often_that_it_is_soon_refused_is_warned_before()
    {
        _desk = new HttpDesk(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], RequestsPerAddress = 4 });
        var warned = Enumerable.Range(0, 5).Select(_ => Encoding.Latin1.GetString(_desk.Ask(HttpDesk.Announce + "\r\n").Body).Split("5:peers0:")[^1]).ToArray();
        const string Warning = "15:warning message67:many requests come of this address: more than 4 in 10 s are refusede";
        Assert.Equal(["e", "e", Warning, Warning], warned[..4]);
        Assert.StartsWith("d14:failure reason38:too many requests", warned[4], StringComparison.Ordinal);
        // Lists of peers have it too.
        _desk = new HttpDesk(new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969")], RequestsPerAddress = 1 });
        Assert.Contains("15:warning message67:many requests", Encoding.Latin1.GetString(_desk.Ask(HttpDesk.Announce.Replace("&left", "&compact=0&left", StringComparison.Ordinal) + "\r\n").Body), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_listener_counts_what_came_to_it()
    {
        var link = _desk.Connect();
        link.Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\nGET /x HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\n\r\n"));
        _desk.Connect().Deliver(HttpDesk.Bytes("GET /half"));
        for (var second = 0; second < 15; second++)
        {
            _desk.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [new HttpCounters(Desk.At("127.0.0.1:6969")) { Connections = 2, Answered = 1, NotFound = 1, Malformed = 1, Slow = 1 }, new HttpCounters(Desk.At("[::1]:6969"))],
            _desk.Tracker.Counters);
    }

    [Fact]
    public void The_silent_are_swept_away_by_the_clock()
    {
        _desk.Connect().Deliver(HttpDesk.Bytes(HttpDesk.Announce + "\r\n"));
        for (var i = 0; i < 24; i++)
        {
            _desk.Loop.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(1, _desk.Tracker.Statistics.Swarms);
        _desk.Loop.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _desk.Tracker.Statistics.Swarms);
    }

    [Fact]
    public void Closing_closes_ports_and_connections()
    {
        var link = _desk.Connect();
        Assert.Equal(["127.0.0.1:6969", "[::1]:6969"], _desk.Tracker.Listening.Select(endpoint => endpoint.ToString()));
        _desk.Tracker.Close();
        Assert.True(link.IsClosed);
        Assert.Equal(2, _desk.Doors.Closed);
        Assert.Empty(_desk.Tracker.Listening);
    }

    [Fact]
    public void When_a_port_cannot_be_opened_there_is_no_tracker()
    {
        var doors = new Doors { Failure = "address in use", Opens = 1 };
        Assert.Null(HttpTracker.Start(_desk.Loop, doors, new SeededChance(1), new TrackerOptions { Listen = [Desk.At("127.0.0.1:1"), Desk.At("127.0.0.1:2")] }, out var failure));
        Assert.Equal("127.0.0.1:2 (address in use)", failure);
        Assert.Equal(1, doors.Closed);
        Assert.Null(HttpTracker.Start(_desk.Loop, doors, new SeededChance(1), new TrackerOptions { Listen = [] }, out failure));
        Assert.Equal("there is nowhere to listen", failure);
    }
}
