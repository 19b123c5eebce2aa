using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Messages;

/// <summary>Messages 600 to 605.</summary>
public sealed class WhoIsTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void A_user_is_told_what_a_real_server_told()
    {
        var alice = _desk.User("alice1", link: 9);
        for (var i = 0; i < 6; i++)
        {
            alice.Send(MessageType.Share, $"\"\\d\\f{i}.mp3\" 0123456789abcdef0123456789abcdef 4000000 192 44100 250");
        }

        _desk.Loop.Advance(TimeSpan.FromSeconds(12));
        var ben = _desk.User("ben");
        Assert.Equal(["604 alice1 \"User\" 12 \" \" \"Active\" 6 0 0 9 \"test 0.1\""], ben.Ask(MessageType.WhoIs, "ALICE1"));
        alice.Send(MessageType.DownloadBegins).Send(MessageType.DownloadBegins).Send(MessageType.UploadBegins);
        Assert.Equal(["604 alice1 \"User\" 12 \" \" \"Active\" 6 2 1 9 \"test 0.1\""], ben.Ask(MessageType.WhoIs, "alice1"));
    }

    [Fact]
    public void Channels_are_told_but_private_ones_and_the_muzzled_are_named_so()
    {
        var ann = _desk.Muzzled("ann");
        ann.Ask(MessageType.Join, "#a");
        ann.Ask(MessageType.Join, "#b");
        ann.Ask(MessageType.Join, "#c");
        ann.Ask(MessageType.ChannelModes, "#b +PRIVATE");
        Assert.Equal(["604 ann \"User\" 0 \" #c #a \" \"Muzzled\" 0 0 0 8 \"test 0.1\""], ann.Ask(MessageType.WhoIs, "ann"));
    }

    [Fact]
    public void Who_keeps_order_sees_more_and_an_administrator_the_server_too()
    {
        _desk.Connect("1.2.3.4").Ask(MessageType.Register, "ann pw 6700 \"test 0.1\" 8 ann@x.org");
        var ann = _desk.Session("ann");
        (ann.Downloaded, ann.Uploaded) = (3, 4);
        var seen = $"604 ann \"User\" 0 \" \" \"Active\" 0 0 0 8 \"test 0.1\" 3 4 1.2.3.4 {ann.Remote.Port} 6700 ann@x.org";
        Assert.Equal([seen], _desk.User("mod", Level.Moderator).Ask(MessageType.WhoIs, "ann"));
        Assert.Equal([seen + " localhost"], _desk.User("adm", Level.Admin).Ask(MessageType.WhoIs, "ann"));
        Assert.EndsWith(" 6699 unknown", Assert.Single(_desk.User("mod2", Level.Moderator).Ask(MessageType.WhoIs, "mod")), StringComparison.Ordinal);
    }

    [Fact]
    public void Moderators_hear_who_asks_for_them_unless_they_do_not_want_to()
    {
        var (mod, ben) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        ben.Ask(MessageType.WhoIs, "mod");
        Assert.Equal(["404 ben has requested your info"], mod.Lines());
        mod.Ask(MessageType.UserMode, "-WHOIS");
        ben.Ask(MessageType.WhoIs, "mod");
        Assert.Empty(mod.Lines());
        mod.Ask(MessageType.WhoIs, "ben");
        Assert.Empty(ben.Lines());
    }

    [Theory]
    [InlineData(Marks.None, false, "Active", "Active")]
    [InlineData(Marks.Criminal, false, "Active", "Criminal")]
    [InlineData(Marks.Friend | Marks.Muzzled, false, "Muzzled Friend", "Muzzled Friend")]
    [InlineData(Marks.None, true, null, "Cloaked")]
    [InlineData(Marks.Friend, true, null, "Friend Cloaked")]
    public void Marks_are_told_but_who_is_watched_does_not_see_so_and_who_hides_is_not_there(Marks marks, bool isCloaked, string? toUser, string toModerator)
    {
        _desk.User("ann");
        _desk.Session("ann").Account = _desk.Session("ann").Account with { Marks = marks };
        _desk.Session("ann").IsCloaked = isCloaked;
        Assert.Contains($"\"{toModerator}\"", _desk.User("mod", Level.Moderator).Ask(MessageType.WhoIs, "ann")[0], StringComparison.Ordinal);
        Assert.Contains(toUser is null ? "605 ann" : $"\"{toUser}\"", _desk.User("ben").Ask(MessageType.WhoIs, "ann")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Who_was_there_is_told_with_the_time_when_he_went_and_who_never_was_is_not_known()
    {
        var before = _desk.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        var ann = _desk.User("Ann");
        _desk.Server.World.Accounts.See(_desk.Session("ann").Owner, 1);
        ann.Leave();
        var after = _desk.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        var ben = _desk.User("ben");
        var replies = ben.Ask(MessageType.WhoIs, "ann");
        Assert.Equal(["605 Ann \"User\"", "404 User is not currently online."], [replies[0][..^11], replies[1]]);
        Assert.InRange(long.Parse(replies[0][^10..]), before, after);
        Assert.Equal(["404 user ghost is not a known user", "404 User is not currently online."], ben.Ask(MessageType.WhoIs, "ghost"));
        Assert.Equal(["404 user no,nick is not a known user", "404 User is not currently online."], ben.Ask(MessageType.WhoIs, "no,nick"));
        Assert.Equal(["404 whois failed: missing nickname"], ben.Ask(MessageType.WhoIs));
    }

    [Fact]
    public void An_old_server_tells_of_those_who_are_there_alone()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNap036 });
        desk.Connect().Ask(MessageType.Register, "ann pw 6700 \"test 0.1\" 8 ann@x.org");
        desk.Session("ann").Connection.Close();
        var ben = desk.User("ben");
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.WhoIs, "ann"));
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.WhoIs, "ghost"));
    }

    [Fact]
    public void The_line_of_a_user_is_told()
    {
        _desk.User("Ann", link: 9);
        var ben = _desk.User("ben");
        Assert.Equal(["601 Ann 9"], ben.Ask(MessageType.LineQuery, "ann"));
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.LineQuery, "ghost"));
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.LineQuery));
    }

    public void Dispose() => _desk.Dispose();
}
