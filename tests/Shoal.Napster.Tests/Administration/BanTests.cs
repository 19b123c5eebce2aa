using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>Bans and kills: 610, 612, 614, 615, 616, 629, 10122.</summary>
public sealed class BanTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void A_banned_address_is_told_why_when_it_connects()
    {
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 mod banned 9.8.7.6 for 600 seconds: spam"], mod.Ask(MessageType.Ban, "9.8.7.6 \"spam\" 600"));
        var client = _desk.Connect("9.8.7.6");
        _desk.Settle();
        Assert.Equal(["0 You are banned: spam"], client.Lines());
        Assert.True(client.IsClosed);
        Assert.False(_desk.User("ann", from: "9.8.7.7").IsClosed);
        Assert.Equal(1, _desk.Server.Counters.RefusedConnections);
    }

    [Fact]
    public void A_banned_nick_is_told_why_when_it_logs_in()
    {
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 mod banned spam*!*:"], mod.Ask(MessageType.Ban, "spam*"));
        Assert.Equal(["0 You are banned"], _desk.Connect().Ask(MessageType.Login, "SpamBot pw 6699 \"x\" 8"));
        Assert.Equal(["0 You are banned"], _desk.Connect().Ask(MessageType.Register, "spam pw 6699 \"x\" 8 a@b"));
        _desk.User("ham");
    }

    [Fact]
    public void A_nick_is_banned_from_some_addresses_alone()
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Send(MessageType.Ban, "ben!9.8.*");
        Assert.Equal(["0 You are banned"], _desk.Connect("9.8.7.6").Ask(MessageType.Login, "ben pw 6699 \"x\" 8"));
        _desk.User("ben", from: "9.9.7.6");
        _desk.User("ann", from: "9.8.7.6");
    }

    [Fact]
    public void A_ban_ends_in_its_time_or_is_lifted()
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Send(MessageType.Ban, "9.8.7.6 \"\" 600");
        mod.Send(MessageType.Ban, "9.8.7.5");
        _desk.Loop.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(["0 You are banned"], Met("9.8.7.6"));
        mod.Read();
        _desk.Loop.Advance(TimeSpan.FromSeconds(6));
        _desk.Settle();
        Assert.Contains("404 the ban on 9.8.7.6 has ended", mod.Lines());
        Assert.Empty(Met("9.8.7.6"));
        Assert.Equal(["0 You are banned"], Met("9.8.7.5"));
        Assert.Equal(["404 mod removed ban on 9.8.7.5: sorry"], mod.Ask(MessageType.Unban, "9.8.7.5 sorry"));
        Assert.Empty(Met("9.8.7.5"));
        Assert.Equal(["404 no such ban"], mod.Ask(MessageType.Unban, "9.8.7.5"));
        using var again = new NapsterDesk(after: _desk);
        Assert.Equal(["615"], again.User("mod").Ask(MessageType.Bans));
    }

    [Fact]
    public void Bans_are_listed_and_kept()
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Send(MessageType.Ban, "9.8.7. \"it's \"");
        mod.Send(MessageType.Ban, "ben bad 3600");
        mod.Send(MessageType.Ban, "2001:DB8:1:2::77");
        using var again = new NapsterDesk(after: _desk);
        var rows = again.User("mod").Ask(MessageType.Bans);
        Assert.Equal(["616 2001:db8:1:2::/64 mod \"\"", "616 9.8.7.* mod \"it's\"", "616 ben!* mod \"bad\"", "629 ben", "615"], [.. rows.Select(static row => row.Split("\" ")[0] + (row.Contains('"') ? "\"" : ""))]);
        Assert.EndsWith(" 3600", rows[2]);
        Assert.EndsWith(" 0", rows[1]);
        using var openNap = new NapsterDesk(static options => options with { Dialect = Dialect.OpenNapNg }, after: _desk);
        Assert.Equal(rows.Where(static row => !row.StartsWith("629", StringComparison.Ordinal)), openNap.User("mod").Ask(MessageType.Bans));
        Assert.Equal(["0 You are banned: it's"], Met("9.8.7.200", again));
        Assert.Equal(["0 You are banned"], Met("[2001:db8:1:2:3::1]", again));
        Assert.Empty(Met("[2001:db8:1:3::1]", again));
    }

    [Theory]
    [InlineData("", "ban failed: too few parameters")]
    [InlineData("*", "ban failed: that is everybody")]
    [InlineData("*!*", "ban failed: that is everybody")]
    [InlineData("a.b", "ban failed: that is neither a nick nor an address")]
    [InlineData("1.2.3.0/33", "ban failed: that is neither a nick nor an address")]
    [InlineData("ben \"x\" soon", "invalid ban timeout")]
    [InlineData("ben \"x\" 99999999999", "invalid ban timeout")]
    [InlineData("9.9.9.9", "already banned")]
    [InlineData("*!9.9.9.9", "already banned")]
    public void A_ban_that_makes_no_sense_is_refused(string payload, string refusal)
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Send(MessageType.Ban, "9.9.9.9");
        Assert.Equal([$"404 {refusal}"], mod.Ask(MessageType.Ban, payload));
        Assert.Equal(2, mod.Ask(MessageType.Bans).Count);
    }

    [Fact]
    public void Who_is_killed_is_told_by_whom_and_is_gone()
    {
        var (mod, ben) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        Assert.Equal(["404 mod killed ben: spam"], mod.Ask(MessageType.Kill, "ben \"spam\""));
        Assert.Equal(["404 You have been killed by mod: spam", "316 0"], ben.Lines());
        Assert.True(ben.IsClosed);
        Assert.Equal(["404 kill failed: no such user"], mod.Ask(MessageType.Kill, "ben"));
        Assert.False(_desk.User("ben").IsClosed);
    }

    [Fact]
    public void All_users_of_an_address_are_killed_but_those_of_ones_own_level()
    {
        var (mod, ben, cat) = (_desk.User("mod", Level.Moderator), _desk.User("ben", from: "9.8.7.6"), _desk.User("cat", from: "9.8.7.6"));
        var dan = _desk.User("dan", from: "9.8.7.5");
        Assert.Equal(["404 kill failed: too few parameters"], mod.Ask(MessageType.MassKill));
        Assert.Equal(["404 kill failed: invalid ip"], mod.Ask(MessageType.MassKill, "ben"));
        Assert.Equal(["404 mod killed ben: x", "404 mod killed cat: x"], mod.Ask(MessageType.MassKill, "9.8.7.6 x"));
        Assert.Equal((true, true, false), (ben.IsClosed, cat.IsClosed, dan.IsClosed));
        Assert.Equal(["404 kill failed: permission denied for mod"], mod.Ask(MessageType.MassKill, "127.0.0.1"));
    }

    public void Dispose() => _desk.Dispose();

    private IReadOnlyList<string> Met(string from, NapsterDesk? desk = null)
    {
        var client = (desk ?? _desk).Connect(from);
        (desk ?? _desk).Settle();
        return client.Lines();
    }
}
