using System.Buffers.Binary;
using System.Text;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>BEP 15 and 41, the packets taken apart by hand.</summary>
public sealed class UdpTrackerTests
{
    private const string Url = "udp://one.org:6969/announce";

    private readonly AnnounceBench _bench = new();

    [Fact]
    public void A_connection_comes_first_and_its_id_is_used_for_the_announce()
    {
        _bench.Stats = new(1, 2, 3);
        var torrent = _bench.Start([Url]);
        var connect = Assert.Single(_bench.Wire.Datagrams);
        Assert.Equal(16, connect.Bytes.Length);
        Assert.Equal(0x41727101980ul, BinaryPrimitives.ReadUInt64BigEndian(connect.Bytes));
        Assert.Equal(0u, Action(connect));
        Assert.Equal(6969, connect.To.Port);
        Connect(connect, 0x1122334455667788);
        var announce = _bench.Wire.Datagrams[1].Bytes;
        Assert.Equal(0x1122334455667788ul, BinaryPrimitives.ReadUInt64BigEndian(announce));
        Assert.Equal(1u, Action(_bench.Wire.Datagrams[1]));
        Assert.NotEqual(Transaction(connect), Transaction(_bench.Wire.Datagrams[1]));
        Assert.Equal("aaaaaaaaaaaaaaaaaaaa-SH0001-abcdefghijkl", Encoding.ASCII.GetString(announce, 16, 40));
        Assert.Equal((2L, 3L, 1L), (Long(announce, 56), Long(announce, 64), Long(announce, 72)));
        Assert.Equal((2, 100), (Int(announce, 80), Int(announce, 92)));
        Assert.Equal(6881, BinaryPrimitives.ReadUInt16BigEndian(announce.AsSpan(96)));
        Answer(_bench.Wire.Datagrams[1], 900, [1, 2, 3, 4, 0, 80]);
        Assert.Equal("1.2.3.4:80", Assert.Single(_bench.Heard.Peers).Peer.ToString());
        var shown = Assert.Single(torrent.Snapshot());
        Assert.Equal((TrackerStatus.Working, 8, 7), (shown.Status, shown.Seeders, shown.Leechers));
    }

    [Theory]
    [InlineData("udp://one.org:80", "")]
    [InlineData("udp://one.org:80/", "")]
    [InlineData("udp://one.org:80/announce?key=1", "/announce?key=1")]
    public void The_path_with_its_passkey_is_told_as_an_option(string url, string option)
    {
        _bench.Start([url]);
        Connect(_bench.Wire.Datagrams[0], 1);
        byte[] expected = option.Length == 0 ? [] : [2, (byte)option.Length, .. Encoding.ASCII.GetBytes(option), 0];
        Assert.Equal(expected, _bench.Wire.Datagrams[1].Bytes[98..]);
    }

    [Fact]
    public void A_connection_id_is_used_for_a_minute_and_not_longer()
    {
        var torrent = _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Answer(_bench.Wire.Datagrams[1], 5, []);
        _bench.Run(50);
        var later = _bench.Wire.Datagrams.Skip(2).ToList();
        Assert.All(later, sent => Assert.Equal((1u, 5ul), (Action(sent), BinaryPrimitives.ReadUInt64BigEndian(sent.Bytes))));
        Assert.NotEmpty(later);
        _bench.Start([Url]);
        Assert.Equal(1u, Action(_bench.Wire.Datagrams[^1]));
        _bench.Run(11);
        _bench.Start([Url]);
        Assert.Equal(0u, Action(_bench.Wire.Datagrams[^1]));
    }

    [Fact]
    public void Announces_that_wait_for_the_same_tracker_share_one_connection()
    {
        _bench.Start(AnnounceBench.Hybrid, [Url]);
        _bench.Start([Url]);
        Connect(Assert.Single(_bench.Wire.Datagrams), 9);
        Assert.Equal([1u, 1u, 1u], _bench.Wire.Datagrams.Skip(1).Select(Action));
        Assert.Equal(4, _bench.Wire.Datagrams.Select(Transaction).Distinct().Count());
    }

    /// <summary>BEP 15: 15·2^n seconds, n up to 8.</summary>
    [Fact]
    public void A_silent_tracker_is_asked_again_after_15_seconds_doubled_each_time()
    {
        _bench.Start([Url]);
        var times = new List<double>();
        for (var second = 0; second < 20_000; second++)
        {
            var before = _bench.Wire.Datagrams.Count;
            _bench.Run(1);
            times.AddRange(Enumerable.Repeat((double)second, _bench.Wire.Datagrams.Count - before));
        }

        double[] expected = [15, 45, 105, 225, 465, 945, 1905, 3825, 7665, 11505, 15345, 19185];
        Assert.Equal(expected.Length, times.Count);
        Assert.All(times.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        Assert.Equal(13, _bench.Wire.Datagrams.Select(Transaction).Distinct().Count());
    }

    [Fact]
    public void A_silent_tracker_gives_way_to_the_next_tier_after_its_second_chance()
    {
        var torrent = _bench.Start([Url], ["http://two.org/announce"]);
        _bench.Run(29);
        Assert.Empty(_bench.Exchange.All);
        _bench.Run(2);
        Assert.Single(_bench.Exchange.All);
        Assert.Equal("does not answer", torrent.Snapshot()[0].LastError);
    }

    [Fact]
    public void An_announce_that_is_lost_is_sent_again_with_the_same_connection_while_it_is_good()
    {
        _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        _bench.Run(16);
        Assert.Equal([0u, 1u, 1u], _bench.Wire.Datagrams.Select(Action));
        _bench.Run(300);
        // At 45 s with the old one; at 105 s with a new one.
        Assert.Equal([0u, 1u, 1u, 1u, 0u, 0u], _bench.Wire.Datagrams.Select(Action).Take(6));
    }

    [Fact]
    public void Only_the_asked_tracker_is_listened_to_and_only_about_what_was_asked()
    {
        _bench.Start([Url]);
        var connect = _bench.Wire.Datagrams[0];
        byte[] good = [0, 0, 0, 0, .. connect.Bytes[12..16], 1, 2, 3, 4, 5, 6, 7, 8];
        connect.AnswerAs(connect.To.WithPort(6970), good);
        connect.AnswerAs(Endpoint.FromBytes([6, 6, 6, 6], 6969), good);
        connect.Answer([.. good[..7], (byte)(good[7] ^ 1), .. good[8..]]);
        connect.Answer(good[..7]);
        connect.Answer([]);
        Assert.Single(_bench.Wire.Datagrams);
        connect.Answer(good);
        Assert.Equal(2, _bench.Wire.Datagrams.Count);
        // Again, as a duplicate may come.
        connect.Answer(good);
        Assert.Equal(2, _bench.Wire.Datagrams.Count);
    }

    [Fact]
    public void An_error_with_an_old_connection_id_fetches_a_new_one_and_asks_again()
    {
        _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Answer(_bench.Wire.Datagrams[1], 5, []);
        _bench.Run(20);
        var sent = _bench.Wire.Datagrams[^1];
        Assert.Equal(1u, Action(sent));
        Error(sent, "Connection ID mismatch");
        Assert.Equal(0u, Action(_bench.Wire.Datagrams[^1]));
        Connect(_bench.Wire.Datagrams[^1], 6);
        Assert.Equal(6ul, BinaryPrimitives.ReadUInt64BigEndian(_bench.Wire.Datagrams[^1].Bytes));
    }

    [Fact]
    public void An_error_with_a_new_connection_id_is_a_refusal_and_the_id_is_forgotten()
    {
        var torrent = _bench.Start(["udp://one.org:6969/secret42/announce"]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Error(_bench.Wire.Datagrams[1], "no such passkey secret42");
        Assert.Equal("refuses: no such passkey …", torrent.Snapshot()[0].LastError);
        _bench.Run(40);
        Assert.Equal([0u, 1u, 0u], _bench.Wire.Datagrams.Select(Action));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(12)]
    public void An_answer_that_is_cut_short_is_a_failure(int length)
    {
        var torrent = _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        byte[] answer = [0, 0, 0, 1, .. _bench.Wire.Datagrams[1].Bytes[12..16], .. new byte[12]];
        Deliver(_bench.Wire.Datagrams[1], answer[..length]);
        Assert.StartsWith("answered, but ", torrent.Snapshot()[0].LastError);
    }

    [Fact]
    public void An_answer_to_something_else_is_a_failure()
    {
        var torrent = _bench.Start([Url]);
        Deliver(_bench.Wire.Datagrams[0], [0, 0, 0, 9, .. _bench.Wire.Datagrams[0].Bytes[12..16], .. new byte[8]]);
        Assert.Equal("answered something else", torrent.Snapshot()[0].LastError);
    }

    /// <summary>BEP 15: the stride follows from the family of the socket, never from the length: 18 bytes are three IPv4 addresses or one IPv6 one.</summary>
    [Theory]
    [InlineData("203.0.113.1", 3)]
    [InlineData("2001:db8::1", 1)]
    public void Eighteen_bytes_are_three_addresses_by_IPv4_and_one_by_IPv6(string host, int peers)
    {
        _bench.Names.Set("one.org", host);
        _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Answer(_bench.Wire.Datagrams[1], 900, [0x20, 1, 0x0d, 0xb8, 1, 1, 0x20, 1, 0x0d, 0xb8, 1, 1, 0x20, 1, 0x0d, 0xb8, 1, 1]);
        Assert.Equal(peers, _bench.Heard.Peers.Count);
    }

    [Fact]
    public void Both_families_are_asked_from_ports_of_their_own_with_connections_of_their_own()
    {
        _bench.Names.Set("one.org", "203.0.113.1", "2001:db8::1");
        _bench.Start([Url]);
        Assert.Equal([0u, 0u], _bench.Wire.Datagrams.Select(Action));
        Assert.Equal([true, false], _bench.Wire.Datagrams.Select(sent => sent.From.Local.IsIPv4));
        Connect(_bench.Wire.Datagrams[0], 5);
        Connect(_bench.Wire.Datagrams[1], 6);
        Assert.Equal([5ul, 6ul], _bench.Wire.Datagrams.Skip(2).Select(sent => BinaryPrimitives.ReadUInt64BigEndian(sent.Bytes)));
        Assert.Single(_bench.Wire.Datagrams.Skip(2).Select(sent => Int(sent.Bytes, 88)).Distinct());
        Answer(_bench.Wire.Datagrams[2], 900, []);
        Answer(_bench.Wire.Datagrams[3], 900, []);
        _bench.Start([Url]);
        Assert.Equal(2, _bench.Wire.Open);
    }

    [Fact]
    public void A_host_of_many_addresses_is_tried_at_the_next_one_after_a_failure()
    {
        _bench.Names.Set("one.org", "203.0.113.1", "203.0.113.2");
        _bench.Start([Url]);
        _bench.Run(16);
        Assert.Equal(["203.0.113.1", "203.0.113.2"], _bench.Wire.Datagrams.Select(sent => sent.To.ToIPAddress().ToString()));
    }

    [Fact]
    public void A_stop_is_told_within_its_three_seconds_with_a_new_connection_where_the_old_is_void()
    {
        var torrent = _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Answer(_bench.Wire.Datagrams[1], 1800, []);
        _bench.Run(100);
        var done = 0;
        torrent.Stop(() => done++);
        Connect(_bench.Wire.Datagrams[2], 6);
        Assert.Equal((3, 0), (Int(_bench.Wire.Datagrams[3].Bytes, 80), Int(_bench.Wire.Datagrams[3].Bytes, 92)));
        Answer(_bench.Wire.Datagrams[3], 1800, []);
        Assert.Equal(1, done);
    }

    [Fact]
    public void A_silent_tracker_holds_a_stop_for_three_seconds()
    {
        var torrent = _bench.Start([Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        Answer(_bench.Wire.Datagrams[1], 1800, []);
        var done = 0;
        torrent.Stop(() => done++);
        _bench.Run(2.9);
        Assert.Equal(0, done);
        _bench.Run(0.2);
        Assert.Equal(1, done);
        _bench.Run(3600);
        Assert.Equal(3, _bench.Wire.Datagrams.Count);
    }

    [Fact]
    public void A_port_that_cannot_be_opened_is_a_failure()
    {
        _bench.Wire.Failure = "Cannot assign requested address";
        Assert.Equal("cannot be asked from 0.0.0.0: Cannot assign requested address", _bench.Start([Url]).Snapshot()[0].LastError);
    }

    [Fact]
    public void A_scrape_by_UDP_fills_the_numbers()
    {
        var torrent = _bench.Start(AnnounceBench.Hybrid, [Url]);
        Connect(_bench.Wire.Datagrams[0], 5);
        torrent.Scrape();
        _bench.Loop.Settle();
        var scrape = _bench.Wire.Datagrams[^1];
        Assert.Equal(2u, Action(scrape));
        Assert.Equal("aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb", Encoding.ASCII.GetString(scrape.Bytes, 16, 40));
        Deliver(scrape, [0, 0, 0, 2, .. scrape.Bytes[12..16], 0, 0, 0, 5, 0, 0, 0, 50, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 8]);
        var shown = torrent.Snapshot()[0];
        Assert.Equal((5, 8, 50), (shown.Seeders, shown.Leechers, shown.Completed));
    }

    [Fact]
    public void Closing_the_announcer_closes_its_ports()
    {
        _bench.Start([Url]);
        Assert.Equal(1, _bench.Wire.Open);
        _bench.Announcer.Dispose();
        Assert.Equal(0, _bench.Wire.Open);
    }

    private static uint Action(FakeWire.Sent sent) => BinaryPrimitives.ReadUInt32BigEndian(sent.Bytes.AsSpan(8));

    private static uint Transaction(FakeWire.Sent sent) => BinaryPrimitives.ReadUInt32BigEndian(sent.Bytes.AsSpan(12));

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at));

    private void Connect(FakeWire.Sent sent, ulong id)
    {
        var answer = new byte[16];
        sent.Bytes.AsSpan(12, 4).CopyTo(answer.AsSpan(4));
        BinaryPrimitives.WriteUInt64BigEndian(answer.AsSpan(8), id);
        Deliver(sent, answer);
    }

    private void Answer(FakeWire.Sent sent, byte[] seconds, byte[] peers) => Deliver(sent, [0, 0, 0, 1, .. sent.Bytes[12..16], .. seconds, 0, 0, 0, 7, 0, 0, 0, 8, .. peers]);

    private void Answer(FakeWire.Sent sent, int interval, byte[] peers)
    {
        var seconds = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(seconds, interval);
        Answer(sent, seconds, peers);
    }

    private void Error(FakeWire.Sent sent, string text) => Deliver(sent, [0, 0, 0, 3, .. sent.Bytes[12..16], .. Encoding.ASCII.GetBytes(text)]);

    private void Deliver(FakeWire.Sent sent, byte[] packet)
    {
        sent.Answer(packet);
        _bench.Loop.Settle();
    }
}
