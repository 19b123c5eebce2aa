using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>Levels, accounts and marks: 606, 611, 622 to 624, 753, 10050, 10200.</summary>
public sealed class LevelTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void A_level_is_told_to_its_user_and_to_moderators_and_kept()
    {
        var (adm, ben) = (_desk.User("adm", Level.Admin), _desk.User("ben"));
        Assert.Equal(["404 adm changed ben's user level to Moderator (2)"], adm.Ask(MessageType.SetLevel, "BEN moderator"));
        Assert.Equal("404 adm changed your user level to Moderator (2)", ben.Lines()[0]);
        Assert.Equal(["404 set user level failed: ben is Moderator already"], adm.Ask(MessageType.SetLevel, "ben 2"));
        Assert.DoesNotContain("404 permission denied", ben.Ask(MessageType.Bans));
        using var again = new NapsterDesk(after: _desk);
        Assert.Equal(["615"], again.User("ben").Ask(MessageType.Bans));
    }

    [Fact]
    public void The_level_of_a_user_who_is_not_there_is_changed_too()
    {
        _desk.User("ben").Link.End();
        var adm = _desk.User("adm", Level.Admin);
        Assert.Equal(["404 adm changed ben's user level to Moderator (2)"], adm.Ask(MessageType.SetLevel, "ben moderator"));
        Assert.Equal(["615"], _desk.User("ben").Ask(MessageType.Bans));
    }

    [Fact]
    public void Nobody_gives_more_than_he_has_and_everybody_may_lower_himself()
    {
        var (adm, _) = (_desk.User("adm", Level.Admin), _desk.User("ben"));
        Assert.Equal(["404 set user level failed: permission denied"], adm.Ask(MessageType.SetLevel, "ben elite"));
        Assert.Equal(["404 set user level failed: permission denied"], adm.Ask(MessageType.SetLevel, "adm elite"));
        Assert.Equal(["404 set user level failed: king: invalid level"], adm.Ask(MessageType.SetLevel, "ben king"));
        Assert.Equal(["404 set user level failed: : invalid level"], adm.Ask(MessageType.SetLevel, "ben"));
        Assert.Equal(["404 adm changed your user level to User (1)"], adm.Ask(MessageType.SetLevel, "adm user"));
        Assert.Equal(["404 permission denied"], adm.Ask(MessageType.Bans));
    }

    [Fact]
    public void A_user_is_registered_by_an_operator_with_a_level_up_to_his_own()
    {
        var adm = _desk.User("adm", Level.Admin);
        Assert.Equal(["404 adm registered nickname Cat (Moderator)"], adm.Ask(MessageType.RegisterUser, "Cat secret c@d moderator"));
        Assert.Equal(["404 register failed: cat is already registered"], adm.Ask(MessageType.RegisterUser, "cat other c@d"));
        Assert.Equal(["404 register failed: permission denied"], adm.Ask(MessageType.RegisterUser, "dan secret c@d elite"));
        Assert.Equal(["404 register failed: invalid level or address"], adm.Ask(MessageType.RegisterUser, "dan secret c@d king"));
        Assert.Equal(["404 register failed: missing password, or one that is too long"], adm.Ask(MessageType.RegisterUser, "dan"));
        Assert.Equal(["0 Invalid Password"], _desk.Connect().Ask(MessageType.Login, "cat other 6699 \"x\" 8"));
        Assert.Equal("3 c@d", _desk.Connect().Ask(MessageType.Login, "cat secret 6699 \"x\" 8")[0]);
    }

    [Fact]
    public void A_password_that_an_operator_sets_is_the_one()
    {
        var adm = _desk.User("adm", Level.Admin);
        _desk.User("ben").Link.End();
        Assert.Equal(["404 alter password failed: missing password, or one that is too long"], adm.Ask(MessageType.SetPassword, "ben"));
        Assert.Equal(["404 adm changed ben's password: lost"], adm.Ask(MessageType.SetPassword, "ben new \"lost\""));
        Assert.Equal(["0 Invalid Password"], _desk.Connect().Ask(MessageType.Login, "ben pw 6699 \"x\" 8"));
        Assert.Equal(MessageType.LoginAck, _desk.Connect().Send(MessageType.Login, "ben new 6699 \"x\" 8").Read()[0].Type);
    }

    [Fact]
    public void Passwords_of_others_are_hashed_where_nobody_waits_for_a_search_or_a_share()
    {
        var (adm, _) = (_desk.User("adm", Level.Admin), _desk.User("ben"));
        _desk.Hashers.IsHeld = true;
        Assert.Empty(adm.Ask(MessageType.RegisterUser, "cat secret c@d"));
        Assert.Equal(1, _desk.Hashers.Held);
        _desk.Hashers.Release();
        _desk.Settle();
        Assert.Equal(["404 adm registered nickname cat (User)"], adm.Lines());
        Assert.Empty(adm.Ask(MessageType.SetPassword, "ben new"));
        Assert.Equal(1, _desk.Hashers.Held);
        _desk.Hashers.Release();
        _desk.Settle();
        Assert.Equal(["404 adm changed ben's password:"], adm.Lines());
    }

    [Fact]
    public void An_account_is_taken_and_given_back()
    {
        var (adm, ben) = (_desk.User("adm", Level.Admin), _desk.User("ben", Level.Moderator));
        Assert.Equal(["404 unnuke failed: no such user"], adm.Ask(MessageType.UnnukeRegistration, "ben"));
        Assert.Equal(["404 adm nuked ben's account: why not"], adm.Ask(MessageType.NukeRegistration, "ben why not"));
        Assert.Equal(["404 adm nuked your account: why not"], ben.Lines());
        Assert.Equal(["404 permission denied"], ben.Ask(MessageType.Bans));
        Assert.Equal(["404 adm restored ben's account"], adm.Ask(MessageType.UnnukeRegistration, "ben"));
        ben.Link.End();
        Assert.Equal(["615"], _desk.User("ben").Ask(MessageType.Bans));
    }

    [Fact]
    public void An_account_is_not_given_back_where_there_is_another_or_to_who_was_above()
    {
        var (adm, mod) = (_desk.User("adm", Level.Admin), _desk.User("mod", Level.Moderator));
        _desk.User("ben", Level.Moderator).Link.End();
        adm.Send(MessageType.NukeRegistration, "ben");
        mod.Read();
        Assert.Equal(["404 unnuke failed: permission denied"], mod.Ask(MessageType.UnnukeRegistration, "ben"));
        _desk.User("ben");
        Assert.Equal(["404 unnuke failed: ben is registered again"], adm.Ask(MessageType.UnnukeRegistration, "ben"));
    }

    [Fact]
    public void A_muzzle_is_told_and_kept_until_it_is_taken_off()
    {
        var (mod, ben) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        Assert.Equal(["404 unmuzzle failed: ben is not muzzled"], mod.Ask(MessageType.Unmuzzle, "ben"));
        Assert.Equal(["404 mod has muzzled ben: loud"], mod.Ask(MessageType.Muzzle, "ben \"loud\""));
        Assert.Equal(["404 You have been muzzled by mod: loud"], ben.Lines());
        Assert.Equal(["404 muzzle failed: ben is muzzled already"], mod.Ask(MessageType.Muzzle, "ben"));
        using var again = new NapsterDesk(after: _desk);
        again.User("ben");
        Assert.True(again.Server.Roster.TryFind("ben", out var session) && session.Account.IsMuzzled);
        Assert.Equal(["404 mod has unmuzzled ben:"], mod.Ask(MessageType.Unmuzzle, "ben"));
        Assert.False(_desk.Server.Roster.TryFind("ben", out var there) && there.Account.IsMuzzled);
    }

    [Fact]
    public void Flags_are_shown_set_and_taken()
    {
        var (adm, ben) = (_desk.User("adm", Level.Admin), _desk.User("ben"));
        Assert.Equal(["404 userflags for ben are: NONE"], adm.Ask(MessageType.UserFlags, "ben"));
        Assert.Equal(["404 user flags failed: invalid flags"], adm.Ask(MessageType.UserFlags, "ben saint"));
        Assert.Equal(["404 user flags failed: no such user"], adm.Ask(MessageType.UserFlags, "nobody friend"));
        Assert.Equal(["404 adm set userflags for ben to: Friend"], adm.Ask(MessageType.UserFlags, "ben friend"));
        Assert.Equal(["404 Your userflags are set to Friend by adm"], ben.Lines());
        Assert.Equal(["404 adm set userflags for ben to: Friend Criminal"], adm.Ask(MessageType.UserFlags, "ben CRIMINAL"));
        Assert.Equal(["404 adm set userflags for ben to: Criminal"], adm.Ask(MessageType.UserFlags, "ben -friend"));
        Assert.Equal(["404 users with any flag set:", "404 userflags for ben are: Criminal"], adm.Ask(MessageType.UserFlags));
        ben.Link.End();
        adm.Read();
        _desk.User("ben", from: "9.8.7.6");
        Assert.Equal(["404 ben, who is marked as criminal, came from 9.8.7.6"], adm.Lines());
        Assert.Equal(["404 adm set userflags for ben to: NONE"], adm.Ask(MessageType.UserFlags, "ben none"));
    }

    public void Dispose() => _desk.Dispose();
}
