using Shoal.Client.Banning;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public sealed class PeerBookTests
{
    private static readonly Endpoint One = At("10.0.0.1:6881");
    private static readonly Endpoint Two = At("10.0.0.2:6881");

    [Fact]
    public void An_address_is_remembered_once()
    {
        var book = Book();
        Assert.True(book.Add(One, PeerSources.User));
        Assert.False(book.Add(One, PeerSources.User));
        Assert.Equal(One, book.TakeDue(TimeSpan.Zero)?.Endpoint);
        Assert.Null(book.TakeDue(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData("10.0.0.1:0")]
    [InlineData("0.0.0.0:6881")]
    [InlineData("224.0.0.251:5353")]
    [InlineData("255.255.255.255:6881")]
    [InlineData("[::]:6881")]
    [InlineData("[ff02::fb]:5353")]
    [InlineData("[fe80::1]:6881")]
    [InlineData("[::ffff:239.1.1.1]:6881")]
    public void What_cannot_be_dialled_is_not_remembered(string address)
    {
        var book = Book();
        Assert.False(book.Add(At(address), PeerSources.User));
        Assert.False(book.AddTold(At(address), teller: At("127.0.0.1:1"), isUploadOnly: false));
        Assert.Empty(book.All);
    }

    /// <summary>Anybody may be the node that told of it: no other services of the internet are dialled, and trackers' word counts more.</summary>
    [Theory]
    [InlineData("8.8.8.8:1023", true, false)]
    [InlineData("8.8.8.8:1024", true, true)]
    [InlineData("8.8.8.8:1023", false, true)]
    [InlineData("10.0.0.1:1023", true, true)]
    public void What_a_node_of_the_DHT_told_of_is_hearsay(string address, bool isOfDht, bool isTaken)
    {
        var book = Book();
        Assert.Equal(isTaken, book.Add(At(address), isOfDht ? PeerSources.Dht : PeerSources.Tracker));
        Assert.All(book.All, known => Assert.Equal(isOfDht, known.IsHearsay));
        book.BecomePrivate();
        Assert.Equal(isOfDht ? 0 : 1, book.All.Count);
        Assert.False(book.Add(At("8.8.4.4:7000"), PeerSources.Dht));
    }

    [Fact]
    public void Each_failure_doubles_the_wait_up_to_five_minutes_and_success_forgets_them()
    {
        var book = Book();
        book.Add(One, PeerSources.User);
        var known = book.TakeDue(TimeSpan.Zero)!;
        var now = TimeSpan.Zero;
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            Assert.Null(book.TakeDue(TimeSpan.MaxValue));
            book.Rest(known, now, failed: true, "refused");
            Assert.Null(book.TakeDue(now + TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1)));
            now += TimeSpan.FromSeconds(seconds);
            Assert.Same(known, book.TakeDue(now));
        }

        book.Rest(known, now, failed: false, "closed");
        Assert.Same(known, book.TakeDue(now + TimeSpan.FromSeconds(2)));
        Assert.Equal(0, known.Failures);
    }

    [Fact]
    public void The_list_of_what_was_not_reached_is_made_anew_only_when_an_attempt_has_ended()
    {
        var book = Book();
        book.Add(One, PeerSources.User);
        book.Rest(book.TakeDue(TimeSpan.Zero)!, TimeSpan.Zero, failed: true, "refused");
        var list = book.Unreached;
        Assert.Equal([(One.ToString(), "refused")], list);

        book.Add(Two, PeerSources.User);
        var known = book.TakeDue(TimeSpan.Zero)!;
        Assert.Equal(Two, known.Endpoint);
        Assert.Same(list, book.Unreached);

        book.Rest(known, TimeSpan.Zero, failed: true, "timed out");
        Assert.Equal([(One.ToString(), "refused"), (Two.ToString(), "timed out")], book.Unreached);
        book.Rest(book.TakeDue(TimeSpan.FromSeconds(2))!, TimeSpan.FromSeconds(2), failed: false, "closed");
        Assert.Single(book.Unreached);
    }

    [Fact]
    public void A_banned_address_is_not_dialled_again_and_its_neighbours_are_not_to_blame()
    {
        var book = Book();
        book.Add(One, PeerSources.User);
        var liar = book.TakeDue(TimeSpan.Zero)!;
        book.Add(One.WithPort(7000), PeerSources.User);
        book.Ban(Dialled(One), "lied");
        book.Rest(liar, TimeSpan.Zero, failed: true, "lied");
        Assert.False(book.Add(One, PeerSources.User));
        Assert.Equal(One.WithPort(7000), book.TakeDue(TimeSpan.FromHours(1))?.Endpoint);
        Assert.Null(book.TakeDue(TimeSpan.FromHours(1)));
        Assert.True(book.Bans.HasAddress(One));
        Assert.False(book.Bans.Refuses(One.WithPort(7000)));
    }

    [Fact]
    public void A_banned_stranger_is_known_by_its_host_whatever_its_port()
    {
        var book = Book();
        book.Ban(Stranger(One), "lied");
        Assert.True(book.Bans.Refuses(One.WithPort(1)));
        Assert.False(book.Bans.Refuses(Two));
    }

    [Fact]
    public void A_banned_stranger_of_IPv6_has_all_of_its_64_bits_to_choose_addresses_from_and_a_neighbour_at_home_only_its_own()
    {
        var book = Book();
        book.Ban(Stranger(At("[2001:db8:0:1::1]:5000")), "lied");
        book.Ban(Stranger(At("[fd00::1]:5000")), "lied");
        Assert.True(book.Bans.Refuses(At("[2001:db8:0:1:ffff::2]:6000")));
        Assert.False(book.Bans.Refuses(At("[2001:db8:0:2::1]:5000")));
        Assert.True(book.Bans.Refuses(At("[fd00::1]:6000")));
        Assert.False(book.Bans.Refuses(At("[fd00::2]:5000")));
    }

    /// <summary>Else one liar behind an address could have each of its neighbours there banned, by telling that it listens where they do.</summary>
    [Fact]
    public void What_a_banned_stranger_told_of_where_it_listens_is_forgotten_and_an_address_that_others_told_of_stays()
    {
        var book = Book();
        book.Add(One, PeerSources.Tracker);
        Assert.NotNull(book.TakeStranger(One));
        var own = book.TakeStranger(One.WithPort(7000))!;
        book.Ban(Stranger(One.WithPort(50000)) with { Told = One }, "lied");
        book.Ban(Stranger(One.WithPort(50001)) with { Told = own.Endpoint }, "lied");
        Assert.True(book.Bans.Refuses(One.WithPort(50002)));
        Assert.False(book.Bans.HasAddress(One));
        Assert.Equal([One], book.All.Select(known => known.Endpoint));
    }

    [Fact]
    public void A_full_list_of_bans_forgets_the_oldest_and_ours_are_not_called_liars()
    {
        var book = Book();
        for (var i = 0; i < 3002; i++)
        {
            book.Ban(Stranger(Endpoint.FromBytes([20, 0, (byte)(i >> 8), (byte)i], 5000)), $"lied {i}");
        }

        book.BanOurs(One);
        book.Ban(Stranger(Endpoint.FromBytes([20, 0, 0, 5], 6000)), "lied again, which is not told twice");
        Assert.False(book.Bans.Refuses(Endpoint.FromBytes([20, 0, 0, 2], 1)));
        Assert.True(book.Bans.Refuses(Endpoint.FromBytes([20, 0, 0, 3], 1)));
        Assert.False(book.Add(One, PeerSources.User));
        Assert.Equal((2999, "lied 3"), (book.Bans.Liars.Count(), book.Bans.Liars.First().Reason));
        Assert.Equal(3003, book.Bans.Count);
    }

    [Fact]
    public void A_stranger_that_tells_where_it_listens_is_not_dialled_while_it_is_connected_and_is_when_it_left()
    {
        var book = Book();
        var known = book.TakeStranger(One);
        Assert.NotNull(known);
        Assert.Null(book.TakeDue(TimeSpan.MaxValue));
        Assert.Null(book.TakeStranger(One));
        book.Rest(known, TimeSpan.Zero, failed: false, "left");
        Assert.Same(known, book.TakeDue(Limits.Redial));
    }

    [Fact]
    public void It_is_bounded()
    {
        var book = Book();
        for (var i = 0; i < 5000; i++)
        {
            book.Add(Numbered(i), PeerSources.Tracker);
        }

        Assert.Equal(3000, book.All.Count);
    }

    [Fact]
    public void A_full_book_forgets_the_failing_first_then_hearsay_and_never_the_users()
    {
        var book = Book(most: 4);
        book.Add(Numbered(1), PeerSources.User);
        Fail(book, book.TakeDue(TimeSpan.Zero)!);
        book.Add(Numbered(2), PeerSources.Tracker);
        Fail(book, book.TakeDue(TimeSpan.Zero)!);
        book.AddTold(Numbered(3), One, isUploadOnly: false);
        book.Add(Numbered(4), PeerSources.Tracker);

        Assert.True(book.Add(Numbered(5), PeerSources.Tracker));
        Assert.Equal([1, 3, 4, 5], Numbers(book));
        Assert.True(book.Add(Numbered(6), PeerSources.Tracker));
        Assert.Equal([1, 4, 5, 6], Numbers(book));
        Assert.False(book.AddTold(Numbered(7), One, isUploadOnly: false));
        Assert.Equal([1, 4, 5, 6], Numbers(book));
    }

    [Fact]
    public void A_full_book_keeps_who_was_a_peer_once_before_who_never_was()
    {
        var book = Book(most: 2);
        book.AddTold(Numbered(1), One, isUploadOnly: false);
        var reached = book.TakeDue(TimeSpan.Zero)!;
        reached.WasReached = true;
        Fail(book, reached);
        book.Add(Numbered(2), PeerSources.Tracker);
        Assert.False(book.AddTold(Numbered(3), One, isUploadOnly: false));
        book.Add(Numbered(4), PeerSources.User);
        Assert.Equal([1, 4], Numbers(book));
    }

    [Fact]
    public void Who_is_busy_is_never_forgotten()
    {
        var book = Book(most: 1);
        book.AddTold(Numbered(1), One, isUploadOnly: false);
        var busy = book.TakeDue(TimeSpan.Zero)!;
        Assert.False(book.Add(Numbered(2), PeerSources.User));
        book.Rest(busy, TimeSpan.Zero, failed: true, "refused");
        Assert.True(book.Add(Numbered(2), PeerSources.User));
    }

    [Fact]
    public void Trackers_peers_are_dialled_before_hearsay_and_those_that_failed_last()
    {
        var book = Book();
        book.Add(Numbered(1), PeerSources.Tracker);
        Fail(book, book.TakeDue(TimeSpan.Zero)!);
        book.AddTold(Numbered(2), One, isUploadOnly: false);
        book.Add(Numbered(3), PeerSources.Tracker);
        book.Add(Numbered(4), PeerSources.User);
        Assert.Equal([4, 3, 2, 1], DialOrder(book));
    }

    [Fact]
    public void Among_equals_the_higher_priority_of_BEP_40_is_dialled_first_once_our_address_is_known()
    {
        var book = Book();
        var ours = At("123.213.32.10:0");
        for (var i = 0; i < 50; i++)
        {
            book.Add(Numbered(i), PeerSources.Tracker);
        }

        Assert.Null(book.PriorityOf(Numbered(1)));
        book.Vote(At("9.9.9.9:1"), ours);
        book.Add(Numbered(50), PeerSources.Tracker);
        var expected = Enumerable.Range(0, 51).OrderByDescending(i => PeerPriority.Of(ours.WithPort(6881), Numbered(i)));
        Assert.Equal(expected, DialOrder(book));
    }

    [Fact]
    public void Our_own_address_is_not_remembered()
    {
        var book = Book();
        book.Vote(At("9.9.9.9:1"), At("8.8.8.8:0"));
        Assert.False(book.Add(At("8.8.8.8:6881"), PeerSources.Tracker));
        Assert.False(book.AddTold(At("8.8.8.8:6881"), At("9.9.9.9:1"), isUploadOnly: false));
        Assert.True(book.Add(At("8.8.8.8:6882"), PeerSources.Tracker));
    }

    [Fact]
    public void PEX_poisoning_fills_a_fifteenth_of_the_book_at_most_however_often_the_liar_returns()
    {
        var book = Book();
        for (var i = 0; i < 3000; i++)
        {
            book.AddTold(Numbered(i), At("9.9.9.9:1").WithPort((ushort)i), isUploadOnly: false);
        }

        Assert.Equal(200, book.All.Count);
        Assert.True(book.AddTold(Numbered(3000), At("9.9.9.10:1"), isUploadOnly: false));
    }

    [Fact]
    public void A_network_and_a_host_cannot_be_told_of_from_end_to_end()
    {
        var book = Book();
        for (var i = 1; i < 255; i++)
        {
            book.AddTold(At($"11.0.0.{i}:6881"), At($"9.9.{i}.1:1"), isUploadOnly: false);
            book.AddTold(At($"[2001:db8:0:1::{i:x}]:6881"), At($"9.9.{i}.1:1"), isUploadOnly: false);
            book.AddTold(At($"12.0.0.1:{6000 + i}"), At($"9.9.{i}.1:1"), isUploadOnly: false);
        }

        Assert.Equal(8, book.All.Count(k => k.Endpoint.ToString().StartsWith("11.", StringComparison.Ordinal)));
        Assert.Equal(8, book.All.Count(k => !k.Endpoint.IsIPv4));
        Assert.Equal(1, book.All.Count(k => k.Endpoint.ToString().StartsWith("12.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("11.0.0.1:6881", "9.9.9.9:1", true)]
    [InlineData("11.0.0.1:80", "9.9.9.9:1", false)]
    [InlineData("192.168.1.1:6881", "9.9.9.9:1", false)]
    [InlineData("169.254.169.254:6881", "9.9.9.9:1", false)]
    [InlineData("127.0.0.1:6881", "9.9.9.9:1", false)]
    [InlineData("127.0.0.1:6881", "192.168.1.2:1", false)]
    [InlineData("192.168.1.1:6881", "192.168.1.2:1", true)]
    [InlineData("127.0.0.1:6881", "127.0.0.1:1", true)]
    [InlineData("[fd00::1]:6881", "[2001:db8::1]:1", false)]
    public void Nobody_outside_has_us_dial_into_our_own_network_or_at_other_services(string told, string teller, bool isTaken) =>
        Assert.Equal(isTaken, Book().AddTold(At(told), At(teller), isUploadOnly: false));

    [Fact]
    public void What_a_tracker_confirms_is_no_longer_to_the_tellers_account()
    {
        var book = Book();
        for (var i = 0; i < 200; i++)
        {
            book.AddTold(Numbered(i), At("9.9.9.9:1"), isUploadOnly: false);
        }

        Assert.False(book.AddTold(Numbered(200), At("9.9.9.9:1"), isUploadOnly: false));
        book.Add(Numbered(7), PeerSources.Tracker);
        Assert.True(book.AddTold(Numbered(200), At("9.9.9.9:1"), isUploadOnly: false));
    }

    [Fact]
    public void A_seed_does_not_dial_those_who_want_nothing()
    {
        var book = Book();
        book.AddTold(Numbered(1), One, isUploadOnly: true);
        book.AddTold(Numbered(2), One, isUploadOnly: false);
        book.IsSeeding = true;
        Assert.Equal([2], DialOrder(book));
        book.IsSeeding = false;
        Assert.Equal([1], DialOrder(book));
    }

    [Fact]
    public void A_private_torrent_hears_its_tracker_and_the_user_alone()
    {
        var book = Book();
        book.Add(Numbered(1), PeerSources.User);
        book.Add(Numbered(2), PeerSources.Tracker);
        book.Add(Numbered(3), PeerSources.Magnet);
        book.AddTold(Numbered(4), One, isUploadOnly: false);
        book.BecomePrivate();
        Assert.Equal([1, 2], Numbers(book));
        Assert.False(book.AddTold(Numbered(5), One, isUploadOnly: false));
        Assert.Null(book.TakeStranger(Numbered(6)));
        Assert.False(book.Add(Numbered(7), PeerSources.Magnet));
        Assert.True(book.Add(Numbered(8), PeerSources.Tracker));
        Assert.Equal([1, 2, 8], Numbers(book));
    }

    private static PeerBook Book(int most = 3000) => new(new SeededChance(1), listenPort: 6881, most);

    private static Sender Dialled(Endpoint at) => new(at, SwarmBench.IdOf(1), IsOutgoing: true, Told: null);

    private static Sender Stranger(Endpoint from) => new(from, SwarmBench.IdOf(1), IsOutgoing: false, Told: null);

    private static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint), text);
        return endpoint;
    }

    /// <summary>Each in a network of its own.</summary>
    private static Endpoint Numbered(int number) => Endpoint.FromBytes([20, (byte)(number >> 8), (byte)number, 1], 6881);

    private static int NumberOf(KnownPeer known) => known.Endpoint.ToIPAddress().GetAddressBytes() is var bytes ? (bytes[1] << 8) | bytes[2] : 0;

    private static IEnumerable<int> Numbers(PeerBook book) => book.All.Select(NumberOf).Order();

    private static List<int> DialOrder(PeerBook book)
    {
        var order = new List<int>();
        while (book.TakeDue(TimeSpan.FromHours(1)) is { } known)
        {
            order.Add(NumberOf(known));
        }

        return order;
    }

    private static void Fail(PeerBook book, KnownPeer known) => book.Rest(known, TimeSpan.Zero, failed: true, "refused");
}
