using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 829 and 820.</summary>
public sealed class ExpulsionTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;
    private readonly Client _ben;
    private readonly Client _cas;

    public ExpulsionTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#x");
        _ben = _desk.User("ben").Send(MessageType.Join, "#x");
        _cas = _desk.User("cas").Send(MessageType.Join, "#x");
        _ann.Read();
        _ben.Read();
        _cas.Read();
    }

    [Fact]
    public void Who_is_kicked_is_told_and_so_are_the_others()
    {
        Assert.Equal(["404 ann kicked ben out of channel #x: too \"loud\"".Replace('"', '\''), "407 #x ben 0 8"], _ann.Ask(MessageType.ChannelKick, "#x BEN too \"loud\""));
        Assert.Equal(["401 #x", "404 You were kicked from channel #x by ann: too 'loud'"], _ben.Lines());
        Assert.Equal(["407 #x ben 0 8"], _cas.Lines());
        Assert.Equal(["404 You are not a member of that channel"], _ben.Ask(MessageType.Say, "#x hi"));
        Assert.Equal("405 #x", _ben.Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void Operators_kick_members_and_moderators_kick_from_outside()
    {
        _desk.User("dan");
        Assert.Equal(["404 channel kick failed: you are not channel operator"], _ben.Ask(MessageType.ChannelKick, "#x ann"));
        Assert.Equal(["404 channel kick failed: no such user"], _ann.Ask(MessageType.ChannelKick, "#x ghost"));
        Assert.Equal(["404 channel kick failed: user is not on that channel"], _ann.Ask(MessageType.ChannelKick, "#x dan"));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(MessageType.ChannelKick, "#x"));
        Assert.Equal(["404 no such channel"], _ann.Ask(MessageType.ChannelKick, "#none ben"));
        _desk.User("mod", Level.Moderator).Ask(MessageType.ChannelKick, "#x ann \"out\"");
        Assert.Equal(["401 #x", "404 You were kicked from channel #x by mod: out"], _ann.Lines());
    }

    [Fact]
    public void A_channel_is_cleared_of_all_but_who_clears_it()
    {
        Assert.Equal(["407 #x cas 0 8", "407 #x ben 0 8", "404 ann cleared channel #x: closing"], _ann.Ask(MessageType.ChannelClear, "#x \"closing\""));
        Assert.All([_ben, _cas], static client => Assert.Equal(["401 #x", "404 ann cleared channel #x: closing"], client.Lines()));
        Assert.Equal(["825 #x ann 0 8", "830"], _ann.Ask(MessageType.ChannelUsers, "#x"));
        Assert.Empty(_desk.Session("ben").Channels);
    }

    [Fact]
    public void A_channel_that_is_cleared_from_outside_ends()
    {
        Assert.Equal(["404 channel clear failed: you are not channel operator"], _ben.Ask(MessageType.ChannelClear, "#x"));
        Assert.Equal(["404 no such channel"], _ben.Ask(MessageType.ChannelClear, "#none"));
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 mod cleared channel #x:"], mod.Ask(MessageType.ChannelClear, "#x"));
        Assert.Equal(["617"], mod.Ask(MessageType.Channels));
    }

    public void Dispose() => _desk.Dispose();
}
