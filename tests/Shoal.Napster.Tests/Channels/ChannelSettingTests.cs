using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 823, 826, 10207 and 10209.</summary>
public sealed class ChannelSettingTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;

    public ChannelSettingTests() => _ann = _desk.User("ann").Send(MessageType.Join, "#x");

    [Theory]
    [InlineData("moderator")]
    [InlineData("2")]
    public void A_level_keeps_out_who_is_below(string level)
    {
        Assert.Equal(["404 Channel #x is level User"], _ann.Ask(MessageType.ChannelLevel, "#x"));
        Assert.Equal(["404 ann set channel #x to level Moderator"], _ann.Ask(MessageType.ChannelLevel, $"#x {level}"));
        Assert.Equal(["404 Channel #x is level Moderator"], _ann.Ask(MessageType.ChannelLevel, "#X"));
        Assert.Equal(["404 channel join failed: requires level Moderator"], _desk.User("ben").Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #x", _desk.User("mod", Level.Moderator).Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void A_limit_keeps_out_who_is_one_too_many_but_not_who_keeps_order()
    {
        Assert.Equal(["404 Channel #x has limit 0"], _ann.Ask(MessageType.ChannelLimit, "#x"));
        Assert.Equal(["404 ann set limit on channel #x to 2"], _ann.Ask(MessageType.ChannelLimit, "#x 2"));
        Assert.Equal(["404 Channel #x has limit 2"], _ann.Ask(MessageType.ChannelLimit, "#x"));
        Assert.Equal("405 #x", _desk.User("ben").Ask(MessageType.Join, "#x")[0]);
        Assert.Equal(["404 channel join failed: channel full"], _desk.User("cas").Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #x", _desk.User("mod", Level.Moderator).Ask(MessageType.Join, "#x")[0]);
    }

    [Theory]
    [InlineData(MessageType.ChannelLevel, "#x Nobody", "channel level failed: invalid level")]
    [InlineData(MessageType.ChannelLevel, "#x 5", "channel level failed: invalid level")]
    [InlineData(MessageType.ChannelLimit, "#x many", "channel limit failed: invalid limit")]
    [InlineData(MessageType.ChannelLimit, "#x -1", "channel limit failed: invalid limit")]
    [InlineData(MessageType.ChannelLimit, "#x 65536", "channel limit failed: invalid limit")]
    [InlineData(MessageType.ChannelModes, "#x PRIVATE", "channel mode failed: invalid prefix")]
    [InlineData(MessageType.ChannelModes, "#x \"\"", "channel mode failed: invalid prefix")]
    [InlineData(MessageType.ChannelModes, "#x +LOUD", "channel mode failed: invalid mode")]
    [InlineData(MessageType.ChannelModes, "#x +REGISTERED", "channel mode failed: only mods+ can register channels")]
    [InlineData(MessageType.ChannelDrop, "#x", "permission denied")]
    public void What_cannot_be_is_told(MessageType type, string payload, string reason) => Assert.Equal([$"404 {reason}"], _ann.Ask(type, payload));

    [Theory]
    [InlineData(MessageType.ChannelLevel, "Moderator", "channel level")]
    [InlineData(MessageType.ChannelLimit, "7", "channel limit")]
    [InlineData(MessageType.ChannelModes, "+PRIVATE", "channel mode")]
    public void Members_ask_and_operators_set_and_moderators_from_outside(MessageType type, string value, string what)
    {
        var ben = _desk.User("ben").Send(MessageType.Join, "#x");
        Assert.Equal([$"404 {what} failed: you are not channel operator"], ben.Ask(type, $"#x {value}"));
        Assert.Equal(["404 parameters are unparsable"], ben.Ask(type));
        Assert.Equal(["404 no such channel"], ben.Ask(type, $"#none {value}"));
        _ann.Read();
        _desk.User("mod", Level.Moderator).Ask(type, $"#x {value}");
        Assert.StartsWith("404 mod ", Assert.Single(_ann.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_are_set_and_taken_back_and_only_changes_are_told()
    {
        Assert.Equal(["404 mode for channel #x"], _ann.Ask(MessageType.ChannelModes, "#x"));
        Assert.Equal(["404 ann changed mode on channel #x: +PRIVATE +INVITE"], _ann.Ask(MessageType.ChannelModes, "#x +invite +Private -TOPIC"));
        Assert.Empty(_ann.Ask(MessageType.ChannelModes, "#x +INVITE -MODERATED"));
        Assert.Equal(["404 ann changed mode on channel #x: +MODERATED +TOPIC -PRIVATE"], _ann.Ask(MessageType.ChannelModes, "#x +TOPIC -PRIVATE +MODERATED"));
        Assert.Equal(["404 mode for channel #x +MODERATED +INVITE +TOPIC"], _ann.Ask(MessageType.ChannelModes, "#x"));
    }

    [Fact]
    public void A_registered_channel_stays_when_it_is_empty_until_it_is_dropped()
    {
        var mod = _desk.User("mod", Level.Moderator);
        mod.Send(MessageType.ChannelModes, "#x +REGISTERED");
        _ann.Ask(MessageType.Part, "#x");
        Assert.Equal(["618 #x 0 Welcome to the #x channel.", "617"], _ann.Ask(MessageType.Channels));
        Assert.Equal(["828 #x 0 0 1 0 \"Welcome to the #x channel.\"", "827"], _ann.Ask(MessageType.AllChannels));
        mod.Send(MessageType.ChannelDrop, "#x \"no use\"");
        Assert.Equal(["617"], _ann.Ask(MessageType.Channels));
        Assert.Equal(["404 no such channel"], mod.Ask(MessageType.ChannelDrop, "#x"));
        _ann.Ask(MessageType.Join, "#x");
        Assert.Equal(["404 channel drop failed: it is not registered"], mod.Ask(MessageType.ChannelDrop, "#x"));
    }

    public void Dispose() => _desk.Dispose();
}
