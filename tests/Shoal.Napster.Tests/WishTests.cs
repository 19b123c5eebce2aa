using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests;

/// <summary>Searches that users leave with the server.</summary>
public sealed class WishTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void A_saved_search_tells_of_what_is_there_and_of_each_new_file()
    {
        var ann = _desk.User("ann", port: 6700, link: 9).Send(MessageType.Share, $"\"\\m\\blue moon.mp3\" {Token} 10 192 44100 250");
        var ben = _desk.User("ben");
        Assert.Equal(
            ["10401 \"moons\" 1", $"10402 \"moons\" \"\\m\\blue moon.mp3\" {Token} 10 192 44100 250 ann 16777343 9"],
            ben.Ask(MessageType.WishAdd, "\"moons\" FILENAME CONTAINS \"moon -red\" BITRATE \"AT LEAST\" 128"));
        ann.Send(MessageType.Share, $"\"\\m\\full moon.mp3\" {Token} 11 192 44100 250")
            .Send(MessageType.Share, $"\"\\m\\red moon.mp3\" {Token} 12 192 44100 250")
            .Send(MessageType.Share, $"\"\\m\\low moon.mp3\" {Token} 13 64 44100 250");
        Assert.Equal([$"10402 \"moons\" \"\\m\\full moon.mp3\" {Token} 11 192 44100 250 ann 16777343 9"], ben.Lines());
        Assert.Equal(["10404 \"moons\" FILENAME CONTAINS \"moon -red\" BITRATE \"AT LEAST\" 128", "10403"], ben.Ask(MessageType.WishList));
        Assert.Equal(["10405 \"moons\""], ben.Ask(MessageType.WishRemove, "\"moons\""));
        Assert.Equal(["10403"], ben.Ask(MessageType.WishList));
        ann.Send(MessageType.Share, $"\"\\m\\new moon.mp3\" {Token} 14 192 44100 250");
        Assert.Empty(ben.Lines());
    }

    [Fact]
    public void Who_was_away_is_told_at_the_next_login_of_what_came_meanwhile_and_of_nothing_twice()
    {
        var ann = _desk.User("ann", port: 6700, link: 9).Send(MessageType.Share, $"\"\\m\\blue moon.mp3\" {Token} 10 192 44100 250");
        var ben = _desk.User("ben");
        ben.Send(MessageType.WishAdd, "moons FILENAME CONTAINS moon").Link.End();
        ann.Send(MessageType.Share, $"\"\\m\\full moon.mp3\" {Token} 11 192 44100 250");
        var again = _desk.Connect().Send(MessageType.Login, "ben pw 6699 \"test 0.1\" 8");
        Assert.Equal(["3 anon@localhost", "214 1 2 0", $"10402 \"moons\" \"\\m\\full moon.mp3\" {Token} 11 192 44100 250 ann 16777343 9"], again.Lines());
        again.Link.End();
        Assert.Equal(["3 anon@localhost", "214 1 2 0"], _desk.Connect().Ask(MessageType.Login, "ben pw 6699 \"test 0.1\" 8"));
    }

    [Fact]
    public void A_wish_for_the_beginning_of_a_word_and_one_of_a_firewalled_user_are_fulfilled_by_what_they_can_have()
    {
        var ann = _desk.User("ann", port: 0);
        var ben = _desk.User("ben", port: 0).Send(MessageType.WishAdd, "m FILENAME CONTAINS moo*");
        var cid = _desk.User("cid").Send(MessageType.WishAdd, "m FILENAME CONTAINS moo*");
        Assert.Equal(["10401 \"m\" 0"], ben.Lines());
        Assert.Equal(["10401 \"m\" 0"], cid.Lines());
        ann.Send(MessageType.Share, $"\"\\m\\full moon.mp3\" {Token} 11 192 44100 250");
        Assert.Empty(ben.Lines());
        Assert.Single(cid.Lines());
    }

    [Fact]
    public void A_user_keeps_so_many_searches_at_most_and_no_bad_ones()
    {
        using var desk = new NapsterDesk(static options => options with { MostWishes = 2 });
        var ann = desk.User("ann");
        Assert.Equal(["10401 \"a\" 0"], ann.Ask(MessageType.WishAdd, "a FILENAME CONTAINS x"));
        Assert.Equal(["10401 \"b\" 0"], ann.Ask(MessageType.WishAdd, "b FILENAME CONTAINS x"));
        Assert.Equal(["404 You may only keep 2 searches"], ann.Ask(MessageType.WishAdd, "c FILENAME CONTAINS x"));
        Assert.Equal(["10401 \"a\" 0"], ann.Ask(MessageType.WishAdd, "a FILENAME CONTAINS y"));
        Assert.Equal(["404 invalid search request"], ann.Ask(MessageType.WishAdd, "a FILENAME CONTAINS y NONSENSE"));
        Assert.Equal(["404 search failed: request contained no valid words"], ann.Ask(MessageType.WishAdd, "a MAX_RESULTS 5"));
        Assert.Equal(["404 parameters are unparsable"], ann.Ask(MessageType.WishAdd));
        Assert.Equal(["404 there is no such search"], ann.Ask(MessageType.WishRemove, "z"));
    }

    [Fact]
    public void Everybody_hears_of_the_figures_each_minute()
    {
        var ann = _desk.User("ann");
        for (var second = 0; second < 59; second++)
        {
            _desk.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(ann.Lines());
        _desk.Loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["214 1 0 0"], ann.Lines());
    }

    public void Dispose() => _desk.Dispose();
}
