using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class HttpAnnounceReplyTests
{
    [Fact]
    public void Opentrackers_answer_to_a_leecher_is_read()
    {
        var reply = Read("d8:completei1e10:downloadedi0e10:incompletei1e8:intervali1715e12:min intervali857e5:peers12:\u007f\0\0\u0001\u001bZ\u007f\0\0\u0001\u001bYe");
        Assert.Equal(["127.0.0.1:7002", "127.0.0.1:7001"], Peers(reply));
        Assert.Equal((1, 1), (reply.Seeders, reply.Leechers));
        Assert.Equal((TimeSpan.FromSeconds(1715), TimeSpan.FromSeconds(857)), (reply.Interval, reply.MinInterval));
        Assert.Null(reply.Failure);
    }

    [Fact]
    public void Opentrackers_answer_to_who_leaves_is_read() =>
        Assert.Empty(Read("d8:completei2e10:incompletei0e8:intervali1873e12:min intervali936e5:peers0:e").Peers);

    [Fact]
    public void Opentrackers_refusal_is_read()
    {
        var reply = Read("d14:failure reason63:Requested download is not authorized for use with this tracker.e");
        Assert.Equal("Requested download is not authorized for use with this tracker.", reply.Failure);
        Assert.Null(reply.RetryIn);
    }

    [Fact]
    public void Both_families_are_merged()
    {
        // The example of BEP 7.
        var reply = Read("d8:intervali1800e5:peers6:iiiipp6:peers618:iiiiiiiiiiiiiiiippe");
        Assert.Equal(["105.105.105.105:28784", "[6969:6969:6969:6969:6969:6969:6969:6969]:28784"], Peers(reply));
    }

    [Fact]
    public void A_mapped_address_among_the_ipv6_peers_is_ipv4() =>
        Assert.Equal(["1.2.3.4:256"], Peers(Read("d6:peers618:\0\0\0\0\0\0\0\0\0\0\u00ff\u00ff\u0001\u0002\u0003\u0004\u0001\0e")));

    [Fact]
    public void A_list_of_dictionaries_is_read_in_both_families() => Assert.Equal(
        ["1.2.3.4:5", "[2001:db8::1]:6", "5.6.7.8:9"],
        Peers(Read("d5:peersld2:ip7:1.2.3.47:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti5eed2:ip11:2001:db8::14:porti6eed2:ip7:5.6.7.84:port1:9eee")));

    [Theory]
    [InlineData("d2:ip12:host.example4:porti5ee")]
    [InlineData("d2:ip9:localhost4:porti5ee")]
    [InlineData("d2:ip9:010.0.0.14:porti5ee")]
    [InlineData("d2:ip3:1.24:porti5ee")]
    [InlineData("d2:ip1:14:porti5ee")]
    [InlineData("d2:ip7:1.2.3.44:porti0ee")]
    [InlineData("d2:ip7:1.2.3.44:porti65536ee")]
    [InlineData("d2:ip7:1.2.3.44:porti-1ee")]
    [InlineData("d2:ip7:1.2.3.44:porti9223372036854775808ee")]
    [InlineData("d2:ip7:1.2.3.4e")]
    [InlineData("d4:porti5ee")]
    [InlineData("d2:ip4:\u0001\u0002\u0003\u00044:porti5ee")]
    [InlineData("d2:ip10:[::1]:7::14:porti5ee")]
    [InlineData("d2:ip0:4:porti5ee")]
    [InlineData("i5e")]
    [InlineData("le")]
    [InlineData("6:aaaapp")]
    public void An_item_that_is_no_address_is_passed_over(string item) =>
        Assert.Equal(["9.9.9.9:1"], Peers(Read("d5:peersl" + item + "d2:ip7:9.9.9.94:porti1eeee")));

    [Theory]
    [InlineData("\u0001\u0002\u0003\u0004\0\0")]
    [InlineData("\0\0\0\0\u001b\u001b")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u001b\u001b")]
    [InlineData("\u00e0\0\0\u0001\u001b\u001b")]
    public void Port_0_and_addresses_of_nobody_or_of_many_are_dropped(string peer) =>
        Assert.Equal(["105.105.105.105:28784"], Peers(Read($"d5:peers12:{peer}iiiippe")));

    [Theory]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u001b\u001b")]
    [InlineData("\u00ff\u0002\0\0\0\0\0\0\0\0\0\0\0\0\0\u0001\u001b\u001b")]
    [InlineData("iiiiiiiiiiiiiiii\0\0")]
    public void And_so_among_the_ipv6_peers(string peer) => Assert.Empty(Read($"d6:peers618:{peer}e").Peers);

    [Theory]
    [InlineData("d5:peers13:iiiippiiiippxe", "its compact list of peers has 13 bytes, which is no multiple of 6")]
    [InlineData("d5:peers5:iiiipe", "its compact list of peers has 5 bytes, which is no multiple of 6")]
    [InlineData("d5:peers0:6:peers66:iiiippe", "its compact list of peers has 6 bytes, which is no multiple of 18")]
    [InlineData("d5:peers0:6:peers619:iiiiiiiiiiiiiiiippxe", "its compact list of peers has 19 bytes, which is no multiple of 18")]
    [InlineData("", "the answer is not a tracker's: the data ends inside a value (at byte 0)")]
    [InlineData("<title>Invalid Request</title>\n", "the answer is not a tracker's: no value begins with this byte (at byte 0)")]
    [InlineData("d5:peers12:iiiipp", "the answer is not a tracker's: the data ends inside a value (at byte 11)")]
    [InlineData("i5e", "the answer is not a tracker's: it is no dictionary")]
    [InlineData("d8:intervali007ee", "the answer is not a tracker's: malformed integer (at byte 12)")]
    public void A_broken_answer_has_a_reason(string body, string expected)
    {
        Assert.False(HttpAnnounceReply.TryRead(Announces.Latin(body), out var reply, out var reason));
        Assert.Null(reply);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void Nesting_that_would_overflow_a_stack_has_a_reason()
    {
        Assert.False(HttpAnnounceReply.TryRead(Announces.Latin("d5:peers" + new string('l', 100_000)), out _, out var reason));
        Assert.Contains("nested too deeply", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Eighteen_bytes_are_three_peers_under_one_key_and_one_under_the_other()
    {
        Assert.Equal(3, Read("d5:peers18:iiiippiiiippiiiippe").Peers.Count);
        Assert.Single(Read("d6:peers618:iiiippiiiippiiiippe").Peers);
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1", 5)]
    [InlineData("5", 5)]
    [InlineData("1800", 1800)]
    [InlineData("4611686018427387904", 86400)]
    [InlineData("9223372036854775807", 86400)]
    [InlineData("92233720368547758070", null)]
    public void An_interval_stays_within_bounds(string number, int? seconds)
    {
        var expected = seconds is { } value ? TimeSpan.FromSeconds(value) : (TimeSpan?)null;
        var reply = Read($"d8:intervali{number}e12:min intervali{number}ee");
        Assert.Equal((expected, expected), (reply.Interval, reply.MinInterval));
    }

    [Fact]
    public void An_interval_as_text_is_one() => Assert.Equal(TimeSpan.FromSeconds(1800), Read("d8:interval4:1800e").Interval);

    [Theory]
    [InlineData("i5e", 5)]
    // As BEP 31 writes its own example.
    [InlineData("1:5", 5)]
    [InlineData("i99999999999e", 7 * 24 * 60)]
    [InlineData("i0e", null)]
    [InlineData("i-3e", null)]
    [InlineData("5:later", null)]
    public void Retry_in_is_whole_minutes(string value, int? minutes)
    {
        var reply = Read($"d14:failure reason10:Overloaded8:retry in{value}e");
        Assert.Equal(minutes is { } number ? TimeSpan.FromMinutes(number) : (TimeSpan?)null, reply.RetryIn);
        Assert.Equal("Overloaded", reply.Failure);
    }

    [Fact]
    public void Retry_in_never_is_for_good() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, Read("d14:failure reason13:Not a tracker8:retry in5:nevere").RetryIn);

    [Theory]
    [InlineData("0:")]
    [InlineData("i1e")]
    [InlineData("le")]
    [InlineData("3:\0\u0001\u0002")]
    public void A_failure_that_says_nothing_is_a_failure(string value) =>
        Assert.Equal("the tracker refused and gave no reason", Read($"d14:failure reason{value}5:peers6:iiiippe").Failure);

    [Fact]
    public void A_failure_brings_no_peers() => Assert.Empty(Read("d14:failure reason2:no5:peers6:iiiippe").Peers);

    [Fact]
    public void Text_is_printable_and_cut()
    {
        Assert.Equal("a [31mb c", Read("d15:warning message14:a\u001b[31mb\n\u00e2\u0080\u00aec \re").Warning);
        Assert.Equal(300, Read("d15:warning message1000:" + new string('x', 1000) + "e").Warning?.Length);
        Assert.Equal("caf\u00e9", Read("d15:warning message5:caf\u00c3\u00a9e").Warning);
        Assert.Null(Read("d15:warning message1:\0e").Warning);
    }

    [Fact]
    public void A_tracker_id_is_kept_byte_for_byte_unless_it_is_huge()
    {
        Assert.Equal("a\u00ff\0&", Read("d10:tracker id4:a\u00ff\0&e").TrackerId);
        Assert.Null(Read("d10:tracker id0:e").TrackerId);
        Assert.Null(Read("d10:tracker id257:" + new string('x', 257) + "e").TrackerId);
    }

    [Theory]
    [InlineData("4:\u0001\u0002\u0003\u0004", "1.2.3.4")]
    [InlineData("16:\u0020\u0001\u000d\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0001", "2001:db8::1")]
    [InlineData("7:1.2.3.4", null)]
    [InlineData("i5e", null)]
    public void The_external_address_is_read_in_both_families(string value, string? expected) => Assert.Equal(expected, Read($"d11:external ip{value}e").ExternalAddress?.ToString());

    [Fact]
    public void A_tracker_peer_list_flood_is_taken_up_to_500_of_each_family()
    {
        var compact = Read("d5:peers6000:" + string.Concat(Enumerable.Repeat("iiiipp", 1000)) + "6:peers618000:" + string.Concat(Enumerable.Repeat("iiiiiiiiiiiiiiiipp", 1000)) + "e");
        Assert.Equal((500, 500), (compact.Peers.Count(peer => peer.IsIPv4), compact.Peers.Count(peer => !peer.IsIPv4)));
        Assert.Equal(500, Read("d5:peersl" + string.Concat(Enumerable.Repeat("d2:ip7:1.2.3.44:porti5ee", 1000)) + "ee").Peers.Count);
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("0", 0)]
    [InlineData("99999999999", int.MaxValue)]
    public void Counts_are_not_negative(string number, int? expected)
    {
        var reply = Read($"d8:completei{number}e10:incompletei{number}ee");
        Assert.Equal((expected, expected), (reply.Seeders, reply.Leechers));
    }

    [Fact]
    public void Keys_in_any_order_and_bytes_behind_the_answer_are_borne() => Assert.Single(Read("d5:peers6:iiiipp8:intervali60ee\r\n").Peers);

    [Fact]
    public void An_answer_that_says_nothing_has_nothing()
    {
        var reply = Read("de");
        Assert.Equal((null, null, null, null, null), (reply.Failure, reply.Interval, reply.TrackerId, reply.Seeders, reply.ExternalAddress));
        Assert.Empty(reply.Peers);
    }

    private static AnnounceReply Read(string body)
    {
        Assert.True(HttpAnnounceReply.TryRead(Announces.Latin(body), out var reply, out var reason), reason);
        Assert.Null(reason);
        return reply;
    }

    private static IEnumerable<string> Peers(AnnounceReply reply) => reply.Peers.Select(peer => peer.ToString());
}
