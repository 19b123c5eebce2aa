using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public sealed class PeerBookTests
{
    private static readonly Endpoint One = Endpoint.FromBytes([10, 0, 0, 1], 6881);
    private static readonly Endpoint Two = Endpoint.FromBytes([10, 0, 0, 2], 6881);

    [Fact]
    public void An_address_is_remembered_once_and_none_without_a_port()
    {
        var book = new PeerBook();
        Assert.True(book.Add(One));
        Assert.False(book.Add(One));
        Assert.False(book.Add(One.WithPort(0)));
        Assert.Equal(One, book.NextDue(TimeSpan.Zero)?.Endpoint);
    }

    [Fact]
    public void Each_failure_doubles_the_wait_up_to_five_minutes_and_success_forgets_them()
    {
        var book = new PeerBook();
        book.Add(One);
        var known = book.NextDue(TimeSpan.Zero)!;
        var now = TimeSpan.Zero;
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            known.IsBusy = true;
            Assert.Null(book.NextDue(TimeSpan.MaxValue));
            book.Rest(known, now, failed: true, "refused");
            Assert.Null(book.NextDue(now + TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1)));
            now += TimeSpan.FromSeconds(seconds);
            Assert.Same(known, book.NextDue(now));
        }

        book.Rest(known, now, failed: false, "closed");
        Assert.Same(known, book.NextDue(now + TimeSpan.FromSeconds(2)));
        Assert.Equal(0, known.Failures);
    }

    [Fact]
    public void A_banned_address_is_not_dialled_again_and_its_neighbours_are_not_to_blame()
    {
        var book = new PeerBook();
        book.Add(One);
        book.Add(One.WithPort(7000));
        book.Ban(One, book.NextDue(TimeSpan.Zero));
        Assert.Equal(One.WithPort(7000), book.NextDue(TimeSpan.Zero)?.Endpoint);
        Assert.True(book.IsBanned(One));
        Assert.False(book.IsBanned(One.WithPort(7000)));
    }

    [Fact]
    public void A_banned_stranger_is_known_by_its_host_whatever_its_port()
    {
        var book = new PeerBook();
        book.Ban(One, known: null);
        Assert.True(book.IsBanned(One.WithPort(1)));
        Assert.False(book.IsBanned(Two));
    }

    [Fact]
    public void It_is_bounded()
    {
        var book = new PeerBook();
        for (var i = 0; i < 5000; i++)
        {
            book.Add(Endpoint.FromBytes([11, 0, (byte)(i >> 8), (byte)i], 6881));
        }

        Assert.Equal(3000, book.All.Count);
    }
}
