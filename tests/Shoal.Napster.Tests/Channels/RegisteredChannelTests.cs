using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Registered channels are as they were after the server was killed.</summary>
public sealed class RegisteredChannelTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _mod;
    private readonly Client _ann;

    public RegisteredChannelTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#X");
        _mod = _desk.User("mod", Level.Moderator).Send(MessageType.ChannelModes, "#x +REGISTERED");
    }

    [Fact]
    public void All_that_was_set_is_there_again_and_what_was_not_registered_is_not()
    {
        _ann.Send(MessageType.Topic, "#x caf\u00e9 \"au lait\"").Send(MessageType.ChannelLevel, "#x Moderator").Send(MessageType.ChannelLimit, "#x 7");
        _ann.Send(MessageType.ChannelModes, "#x +MODERATED +TOPIC").Send(MessageType.ChannelBan, "#x rude*!10.* \"go away\"").Send(MessageType.ChannelBan, "#x other");
        _ann.Send(MessageType.Join, "#gone");
        var bans = _ann.Ask(MessageType.ChannelBans, "#x");
        using var desk = new NapsterDesk(after: _desk);
        var mod = desk.User("mod", Level.Moderator);
        Assert.Equal(["828 #X 0 0 2 7 \"caf\u00e9 'au lait'\"", "827"], mod.Ask(MessageType.AllChannels));
        Assert.Equal(["404 mode for channel #X +MODERATED +TOPIC +REGISTERED"], mod.Ask(MessageType.ChannelModes, "#x"));
        Assert.Equal(3, bans.Count);
        Assert.Equal(bans, mod.Ask(MessageType.ChannelBans, "#x"));
        Assert.Equal(["205 ChanServ opped users on channel #X:", "205 ChanServ ann (away)"], mod.Ask(MessageType.ChannelOps, "#x"));
    }

    [Fact]
    public void Its_operators_are_operators_when_they_come_and_others_are_not()
    {
        using var desk = new NapsterDesk(after: _desk);
        var ben = desk.User("ben");
        Assert.Equal(["405 #X", "408 #X ben 0 8", "409 #X", "410 #X Welcome to the #X channel.", "425 Welcome to the #X channel."], ben.Ask(MessageType.Join, "#x"));
        var ann = desk.User("ann");
        Assert.Equal("404 Server localhost set you as operator on channel #X", ann.Ask(MessageType.Join, "#x")[^1]);
        Assert.Equal(["404 ann kicked ben out of channel #X:", "407 #X ben 0 8"], ann.Ask(MessageType.ChannelKick, "#x ben"));
    }

    [Fact]
    public void Operators_that_are_there_hear_of_another()
    {
        _ann.Send(MessageType.ChannelOp, "#x mod").Send(MessageType.Part, "#x");
        _mod.Ask(MessageType.Join, "#x");
        Assert.NotEmpty(_ann.Ask(MessageType.Join, "#x"));
        Assert.Equal(["406 #X ann 0 8", "404 Server localhost set ann as operator on channel #X"], _mod.Lines());
    }

    [Fact]
    public void Who_was_made_operator_is_kept_and_whose_rank_was_taken_is_not_though_he_is_away()
    {
        var ben = _desk.User("ben").Send(MessageType.Join, "#x");
        _ann.Ask(MessageType.ChannelOp, "#x ben");
        ben.Ask(MessageType.Part, "#x");
        Assert.Equal("404 Server localhost set you as operator on channel #X", ben.Ask(MessageType.Join, "#x")[^1]);
        _ann.Send(MessageType.Part, "#x");
        Assert.Equal(["404 ben deopped ann on channel #X"], ben.Ask(MessageType.ChannelDeop, "#x ANN"));
        using var desk = new NapsterDesk(after: _desk);
        Assert.Equal(["205 ChanServ opped users on channel #X:", "205 ChanServ ben (away)"], desk.User("mod", Level.Moderator).Ask(MessageType.ChannelOps, "#x"));
    }

    [Fact]
    public void Its_operators_come_in_where_it_is_full_or_for_the_invited()
    {
        _ann.Send(MessageType.ChannelModes, "#x +INVITE").Send(MessageType.ChannelLimit, "#x 1").Send(MessageType.Part, "#x");
        _mod.Ask(MessageType.Join, "#x");
        Assert.Equal(["404 channel join failed: invite only"], _desk.User("ben").Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #X", _ann.Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void Bans_that_were_taken_back_and_channels_that_were_dropped_are_gone()
    {
        _ann.Send(MessageType.ChannelBan, "#x ben").Send(MessageType.ChannelBan, "#x cas").Send(MessageType.ChannelUnban, "#x ben");
        _ann.Send(MessageType.Join, "#y");
        _mod.Send(MessageType.ChannelModes, "#y +REGISTERED").Send(MessageType.ChannelDrop, "#y");
        using var desk = new NapsterDesk(after: _desk);
        var mod = desk.User("mod", Level.Moderator);
        Assert.Equal(["618 #X 0 Welcome to the #X channel.", "617"], mod.Ask(MessageType.Channels));
        Assert.StartsWith("421 cas ann ", mod.Ask(MessageType.ChannelBans, "#x")[0], StringComparison.Ordinal);
        _ann.Ask(MessageType.ChannelBansClear, "#x");
        using var later = new NapsterDesk(after: _desk);
        Assert.Equal(["420"], later.User("mod", Level.Moderator).Ask(MessageType.ChannelBans, "#x"));
    }

    [Fact]
    public void A_change_is_told_when_it_is_on_disk()
    {
        _ann.Read();
        _desk.Writer.IsHeld = true;
        Assert.Empty(_ann.Ask(MessageType.Topic, "#x new"));
        Assert.Empty(_ann.Ask(MessageType.PingServer));
        _desk.Writer.Release();
        _desk.Settle();
        Assert.Equal(["410 #X new", "404 ann set topic on #X: new", "750 localhost"], _ann.Lines());
    }

    [Fact]
    public void OpenNap_does_not_tell_the_topic_twice()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNapNg }, after: _desk);
        Assert.Equal(["405 #X", "408 #X ben 0 8", "409 #X", "410 #X Welcome to the #X channel."], desk.User("ben").Ask(MessageType.Join, "#x"));
    }

    public void Dispose() => _desk.Dispose();
}
