using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Channels;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 420 to 424.</summary>
public sealed class ChannelBanTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;

    public ChannelBanTests() => _ann = _desk.User("ann").Send(MessageType.Join, "#x");

    [Fact]
    public void Who_is_banned_does_not_come_in_until_he_is_unbanned()
    {
        var ben = _desk.User("ben");
        Assert.Equal(["404 ann banned BEN from #x: rude words"], _ann.Ask(MessageType.ChannelBan, "#x BEN \"rude words\""));
        Assert.Equal(["404 channel join failed: banned: rude words"], ben.Ask(MessageType.Join, "#x"));
        Assert.Equal(["404 ann unbanned BEN from #x: sorry"], _ann.Ask(MessageType.ChannelUnban, "#x ben \"sorry\""));
        Assert.Equal("405 #x", ben.Ask(MessageType.Join, "#x")[0]);
    }

    [Theory]
    [InlineData("ben", true)]
    [InlineData("b*", true)]
    [InlineData("b?n", true)]
    [InlineData("b?", false)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.1.*", true)]
    [InlineData("10.1.2.30", false)]
    [InlineData("*!10.1.2.*", true)]
    [InlineData("ben!10.9.*", false)]
    [InlineData("cas!10.1.2.3", false)]
    public void A_ban_is_a_nick_or_an_address_or_a_pattern_of_them(string mask, bool isBanned)
    {
        var ben = _desk.User("ben", from: "10.1.2.3");
        _ann.Ask(MessageType.ChannelBan, $"#x {mask}");
        Assert.Equal(isBanned ? "404 channel join failed: banned:" : "405 #x", ben.Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void Who_keeps_order_comes_in_all_the_same()
    {
        _ann.Ask(MessageType.ChannelBan, "#x *");
        Assert.Equal("405 #x", _desk.User("mod", Level.Moderator).Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void Bans_are_listed_with_who_set_them_why_and_when()
    {
        var before = _desk.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        _ann.Send(MessageType.ChannelBan, "#x ben \"rude\"").Send(MessageType.ChannelBan, "#x 10.*");
        var after = _desk.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        var rows = _ann.Ask(MessageType.ChannelBans, "#x");
        Assert.StartsWith("421 ben ann \"rude\" ", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("421 10.* ann \"\" ", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(" 0", rows[0], StringComparison.Ordinal);
        Assert.InRange(long.Parse(rows[0].Split(' ')[^2]), before, after);
        Assert.Equal("420", rows[2]);
        Assert.Equal(["404 no such channel", "420"], _ann.Ask(MessageType.ChannelBans, "#none"));
    }

    [Fact]
    public void All_are_taken_away_at_once()
    {
        _ann.Send(MessageType.ChannelBan, "#x ben").Send(MessageType.ChannelBan, "#x cas");
        Assert.Equal(["404 ann cleared the ban list on #x"], _ann.Ask(MessageType.ChannelBansClear, "#x"));
        Assert.Equal(["420"], _ann.Ask(MessageType.ChannelBans, "#x"));
        Assert.Equal(["404 There are no bans"], _ann.Ask(MessageType.ChannelBansClear, "#x"));
    }

    [Fact]
    public void What_cannot_be_done_is_told()
    {
        var ben = _desk.User("ben").Send(MessageType.Join, "#x");
        _ann.Read();
        Assert.Equal(["404 channel ban failed: you are not channel operator"], ben.Ask(MessageType.ChannelBan, "#x ann"));
        Assert.Equal(["404 channel unban failed: you are not channel operator"], ben.Ask(MessageType.ChannelUnban, "#x ann"));
        Assert.Equal(["404 channel ban clear failed: you are not channel operator"], ben.Ask(MessageType.ChannelBansClear, "#x"));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(MessageType.ChannelBan, "#x"));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(MessageType.ChannelBan, $"#x {new string('a', 66)}"));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(MessageType.ChannelBan));
        Assert.Equal(["404 no such channel"], _ann.Ask(MessageType.ChannelBan, "#none ben"));
        Assert.Equal(["404 channel unban failed: no such ban"], _ann.Ask(MessageType.ChannelUnban, "#x ben"));
        _ann.Ask(MessageType.ChannelBan, "#x ben");
        Assert.Equal(["404 channel ban failed: that ban is there already"], _ann.Ask(MessageType.ChannelBan, "#x BEN"));
    }

    [Fact]
    public void There_are_so_many_bans_and_no_more()
    {
        for (var i = 0; i < 200; i++)
        {
            _ann.Send(MessageType.ChannelBan, $"#x n{i}");
        }

        Assert.Equal(["404 channel ban failed: there are 200 bans already"], _ann.Ask(MessageType.ChannelBan, "#x ben"));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "abc", true)]
    [InlineData("a*", "A", true)]
    [InlineData("*a", "ba", true)]
    [InlineData("*a", "ab", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXcYb", false)]
    [InlineData("?", "", false)]
    [InlineData("*?", "a", true)]
    [InlineData("*ab", "aab", true)]
    public void Patterns_match_as_people_expect(string pattern, string text, bool matches) => Assert.Equal(matches, Glob.IsMatch(pattern, text));

    [Fact]
    public void No_pattern_takes_long()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 32)) + "b";
        Assert.False(Glob.IsMatch(pattern, new string('a', 5000)));
    }

    public void Dispose() => _desk.Dispose();
}
