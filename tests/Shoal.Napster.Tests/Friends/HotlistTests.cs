using Shoal.Napster.Protocol;
using Shoal.Napster.Server;

namespace Shoal.Napster.Tests.Friends;

/// <summary>Messages 207 to 210, 301 to 303.</summary>
public sealed class HotlistTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Theory]
    [InlineData(MessageType.HotlistAdd)]
    [InlineData(MessageType.HotlistOnLogin)]
    public void A_friend_who_is_there_is_told_at_once_and_another_when_he_comes(MessageType add)
    {
        var ann = _desk.User("ann");
        _desk.User("Ben", link: 9);
        Assert.Equal(["301 ben", "209 Ben 9"], ann.Ask(add, "ben"));
        Assert.Equal(["301 cas"], ann.Ask(add, "cas"));
        var cas = _desk.User("Cas", link: 3);
        Assert.Equal(["209 Cas 3"], ann.Lines());
        cas.Leave();
        Assert.Equal(["210 Cas"], ann.Lines());
        _desk.User("dan");
        Assert.Empty(ann.Lines());
    }

    [Fact]
    public void Who_comes_again_in_the_place_of_his_old_session_goes_and_comes()
    {
        var ann = _desk.User("ann");
        _desk.User("ben");
        ann.Ask(MessageType.HotlistAdd, "ben");
        _desk.User("ben", link: 2);
        Assert.Equal(["210 ben", "209 ben 2"], ann.Lines());
    }

    [Fact]
    public void A_friend_who_was_removed_is_not_told_and_nothing_is_answered()
    {
        var ann = _desk.User("ann");
        ann.Ask(MessageType.HotlistAdd, "ben");
        Assert.Empty(ann.Ask(MessageType.HotlistRemove, "BEN"));
        Assert.Empty(ann.Ask(MessageType.HotlistRemove, "BEN"));
        Assert.Empty(ann.Ask(MessageType.HotlistRemove));
        _desk.User("ben").Leave();
        Assert.Empty(ann.Lines());
    }

    [Fact]
    public void A_list_ends_with_its_session()
    {
        _desk.User("ann").Send(MessageType.HotlistAdd, "ben").Leave();
        var ann = _desk.User("ann");
        _desk.User("ben");
        Assert.Empty(ann.Lines());
    }

    [Fact]
    public void What_is_no_nick_and_what_is_too_much_is_an_error()
    {
        using var desk = new NapsterDesk(options => options with { MostFriends = 2 });
        var ann = desk.User("ann");
        Assert.Equal(["302 no,nick"], ann.Ask(MessageType.HotlistAdd, "no,nick"));
        Assert.Equal(["302"], ann.Ask(MessageType.HotlistAdd));
        Assert.Equal(["301 ben"], ann.Ask(MessageType.HotlistAdd, "ben"));
        Assert.Equal(["301 cas"], ann.Ask(MessageType.HotlistAdd, "cas"));
        Assert.Equal(["302 dan"], ann.Ask(MessageType.HotlistAdd, "dan"));
        Assert.Equal(["301 BEN"], ann.Ask(MessageType.HotlistAdd, "BEN"));
        ann.Ask(MessageType.HotlistRemove, "ben");
        Assert.Equal(["301 dan"], ann.Ask(MessageType.HotlistAdd, "dan"));
    }

    [Fact]
    public void A_login_is_told_to_those_who_asked_for_it_in_the_order_of_their_nicks()
    {
        var watchers = new[] { "dan", "ann", "cas" }.ToDictionary(nick => nick, nick => _desk.User(nick).Send(MessageType.HotlistAdd, "zoe"));
        var other = _desk.User("ben");
        _desk.User("zoe");
        Assert.All(watchers.Values, static watcher => Assert.Equal("209 zoe 8", watcher.Lines()[^1]));
        Assert.Empty(other.Lines());
    }

    public void Dispose() => _desk.Dispose();
}
