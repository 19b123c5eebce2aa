using FsCheck;
using FsCheck.Fluent;
using Shoal.Napster.Client.Uploads;

namespace Shoal.Napster.Tests.Users;

public sealed class UploadQueueTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Fact]
    public void Who_asks_for_many_waits_no_less_than_who_asks_for_one()
    {
        var queue = new UploadQueue(slots: 1, perUser: 1);
        foreach (var name in new[] { "1", "2", "3" })
        {
            Ask(queue, "ann", name);
        }

        Ask(queue, "ben", "x");
        Assert.Equal("ann 1, ben x, ann 2, ann 3", Serve(queue));
    }

    [Fact]
    public void A_user_has_so_many_slots_and_the_next_user_the_others()
    {
        var queue = new UploadQueue(slots: 3, perUser: 1);
        Ask(queue, "ann", "1");
        Ask(queue, "ann", "2");
        Ask(queue, "ben", "x");
        Assert.Equal(["ann 1", "ben x"], OfferAll(queue));
        Assert.Null(queue.OfferNext(Now));
    }

    [Fact]
    public void The_same_asked_again_keeps_its_place()
    {
        var queue = new UploadQueue(slots: 1, perUser: 1);
        Ask(queue, "ann", "1");
        Ask(queue, "ben", "x");
        Assert.Same(queue.Find("ANN", "1"u8), Ask(queue, "Ann", "1"));
        Assert.Equal(2, queue.All.Count);
        Assert.Equal("ann 1, ben x", Serve(queue));
    }

    [Fact]
    public void Who_does_not_come_or_does_not_ask_any_more_makes_room()
    {
        var queue = new UploadQueue(slots: 1, perUser: 1);
        Ask(queue, "ann", "1");
        Ask(queue, "ben", "x");
        Assert.Equal("ann", queue.OfferNext(Now)!.Nick);
        queue.Sweep(Now + Limits.OfferPatience);
        Assert.Null(queue.OfferNext(Now + Limits.OfferPatience));
        queue.Sweep(Now + Limits.OfferPatience + TimeSpan.FromTicks(1));
        Assert.Equal("ben", queue.OfferNext(Now)!.Nick);
        Ask(queue, "cat", "y");
        queue.Sweep(Now + Limits.UploadAskPatience + TimeSpan.FromTicks(1));
        Assert.Empty(queue.All);
    }

    [Fact]
    public void One_user_and_all_together_are_bounded()
    {
        var queue = new UploadQueue(slots: 1, perUser: 1);
        for (var i = 0; i < Limits.UploadsOfOne; i++)
        {
            Assert.NotNull(Ask(queue, "ann", $"{i}"));
        }

        Assert.Null(Ask(queue, "ann", "more"));
        for (var i = 0; queue.All.Count < Limits.UploadsWaiting; i++)
        {
            Assert.NotNull(Ask(queue, $"u{i}", "x"));
        }

        Assert.Null(Ask(queue, "zoe", "x"));
    }

    /// <summary>Whatever was asked for and served before: who is told that he is the n-th is the n-th to be served, when nobody else comes or goes.</summary>
    [Fact]
    public void A_place_is_how_many_are_served_until_then()
    {
        var asks = Gen.Zip(Gen.Choose(0, 3), Gen.Choose(0, 9)).ListOf(12);
        var all = Gen.Zip(asks, Gen.Choose(0, 6));
        Prop.ForAll(all.ToArbitrary(), static drawn =>
        {
            var queue = new UploadQueue(slots: 1, perUser: 1);
            foreach (var (nick, name) in drawn.Item1)
            {
                Ask(queue, $"u{nick}", $"{name}");
            }

            for (var i = 0; i < drawn.Item2 && queue.OfferNext(Now) is { } served; i++)
            {
                queue.Remove(served);
            }

            var told = queue.All.ToDictionary(static upload => upload, queue.PlaceOf);
            for (var turn = 1; queue.OfferNext(Now) is { } served; turn++)
            {
                Assert.Equal(told[served], turn);
                queue.Remove(served);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static UploadEntry? Ask(UploadQueue queue, string nick, string name) => queue.Ask(nick, System.Text.Encoding.ASCII.GetBytes(name), Now);

    private static List<string> OfferAll(UploadQueue queue)
    {
        var offered = new List<string>();
        while (queue.OfferNext(Now) is { } next)
        {
            offered.Add($"{next.Nick} {System.Text.Encoding.ASCII.GetString(next.Name)}");
        }

        return offered;
    }

    private static string Serve(UploadQueue queue)
    {
        var served = new List<string>();
        while (queue.OfferNext(Now) is { } next)
        {
            served.Add($"{next.Nick} {System.Text.Encoding.ASCII.GetString(next.Name)}");
            queue.Remove(next);
        }

        return string.Join(", ", served);
    }
}
