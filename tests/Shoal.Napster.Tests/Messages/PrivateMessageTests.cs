using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Messages;

/// <summary>Message 205.</summary>
public sealed class PrivateMessageTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void The_receiver_reads_the_nick_of_the_sender_and_the_text_as_it_came()
    {
        var (ann, ben) = (_desk.User("Ann"), _desk.User("ben"));
        Assert.Empty(ben.Ask(MessageType.PrivateMessage, "ann hello there \"q\" caf\u00e9"));
        Assert.Equal(["205 ben hello there \"q\" caf\u00e9"], ann.Lines());
    }

    [Fact]
    public void Who_is_not_there_cannot_be_written_to()
    {
        var ben = _desk.User("ben");
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.PrivateMessage, "ghost hi"));
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.PrivateMessage, "no,nick hi"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann ")]
    public void A_message_without_text_is_unparsable(string payload)
    {
        var ann = _desk.User("ann");
        Assert.Equal(["404 parameters are unparsable"], _desk.User("ben").Ask(MessageType.PrivateMessage, payload));
        Assert.Empty(ann.Lines());
    }

    [Fact]
    public void Who_is_ignored_is_told_and_not_heard()
    {
        var (ann, ben) = (_desk.User("Ann"), _desk.User("ben"));
        ann.Ask(MessageType.IgnoreAdd, "BEN");
        Assert.Equal(["404 Ann is ignoring you"], ben.Ask(MessageType.PrivateMessage, "ann hi"));
        Assert.Empty(ann.Lines());
        ann.Ask(MessageType.IgnoreRemove, "ben");
        ben.Ask(MessageType.PrivateMessage, "ann hi");
        Assert.Equal(["205 ben hi"], ann.Lines());
    }

    [Fact]
    public void Who_is_muzzled_does_not_write()
    {
        var (ann, ben) = (_desk.User("ann"), _desk.Muzzled("ben"));
        Assert.Equal(["404 You are muzzled."], ben.Ask(MessageType.PrivateMessage, "ann hi"));
        Assert.Empty(ann.Lines());
    }

    [Fact]
    public void Who_wants_no_messages_is_told_to_be_unavailable()
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Ask(MessageType.UserMode, "-MSG");
        Assert.Equal(["404 mod is unavailable"], _desk.User("ben").Ask(MessageType.PrivateMessage, "mod hi"));
        Assert.Empty(mod.Lines());
    }

    [Fact]
    public void What_is_said_to_ChanServ_is_the_message_of_that_meaning()
    {
        var ann = _desk.User("ann");
        ann.Ask(MessageType.Join, "#x");
        Assert.Equal(["410 #x all new", "404 ann set topic on #x: all new"], ann.Ask(MessageType.PrivateMessage, "chanserv topic #x all new"));
        Assert.Equal(["404 Channel #x has limit 0"], ann.Ask(MessageType.PrivateMessage, "ChanServ LIMIT #x"));
        Assert.StartsWith("205 ChanServ Unknown command.", Assert.Single(ann.Ask(MessageType.PrivateMessage, "chanserv dance")), StringComparison.Ordinal);
    }

    [Fact]
    public void OperServ_is_there_for_those_who_keep_order()
    {
        var mod = _desk.User("mod", Level.Moderator);
        var ann = _desk.User("ann");
        ann.Ask(MessageType.Join, "#x");
        Assert.Equal(["404 User is not currently online."], ann.Ask(MessageType.PrivateMessage, "operserv chanlevel #x"));
        Assert.Equal(["404 Channel #x is level User"], mod.Ask(MessageType.PrivateMessage, "operserv chanlevel #x"));
    }

    public void Dispose() => _desk.Dispose();
}
