using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 10204 to 10206, 10211 and 10212.</summary>
public sealed class RankTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;
    private readonly Client _ben;

    public RankTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#x");
        _ben = _desk.User("ben").Send(MessageType.Join, "#x");
        _ann.Read();
        _ben.Read();
    }

    [Theory]
    [InlineData(MessageType.ChannelOp, MessageType.ChannelDeop, "op")]
    [InlineData(MessageType.ChannelVoice, MessageType.ChannelUnvoice, "voic")]
    public void A_rank_is_given_and_taken_and_all_who_are_concerned_hear_it(MessageType give, MessageType take, string verb)
    {
        var past = verb == "op" ? "opped" : "voiced";
        var cas = _desk.User("cas").Send(MessageType.Join, "#x");
        cas.Read();
        Assert.Equal(["406 #x cas 0 8", $"404 ann {past} ben on channel #x", $"404 ann {past} cas on channel #x"], [.. _ann.Lines(), .. _ann.Ask(give, "#x BEN cas")]);
        Assert.Equal($"404 ann {past} you on channel #x", _ben.Lines()[1]);
        Assert.Equal($"404 ann {past} you on channel #x", cas.Lines()[^1]);
        Assert.Empty(_ann.Ask(give, "#x ben"));
        Assert.Equal([$"205 ChanServ {past} users on channel #x:", "205 ChanServ cas", "205 ChanServ ben", .. verb == "op" ? ["205 ChanServ ann"] : Array.Empty<string>()], _ben.Ask(give, "#x"));
        Assert.Equal([$"404 ann de{past} ben on channel #x"], _ann.Ask(take, "#x ben"));
        Assert.Equal([$"404 ann de{past} you on channel #x"], _ben.Lines());
        Assert.Empty(_ann.Ask(take, "#x ben"));
    }

    [Fact]
    public void Who_became_operator_does_what_operators_do_and_no_longer_when_it_is_taken()
    {
        _ann.Ask(MessageType.ChannelOp, "#x ben");
        _ben.Ask(MessageType.Topic, "#x mine");
        Assert.Contains("410 #x mine", _ann.Lines());
        _ben.Ask(MessageType.ChannelDeop, "#x ann");
        Assert.Equal(["404 channel deop failed: you are not channel operator"], _ann.Ask(MessageType.ChannelDeop, "#x ben"));
        Assert.Equal(["205 ChanServ opped users on channel #x:", "205 ChanServ ben"], _ann.Ask(MessageType.ChannelOps, "#x"));
    }

    [Theory]
    [InlineData(MessageType.ChannelOp, "op")]
    [InlineData(MessageType.ChannelDeop, "deop")]
    [InlineData(MessageType.ChannelVoice, "voice")]
    [InlineData(MessageType.ChannelUnvoice, "devoice")]
    public void What_cannot_be_done_is_told(MessageType type, string what)
    {
        _desk.User("cas");
        Assert.Equal([$"404 channel {what} failed: you are not channel operator"], _ben.Ask(type, "#x ann"));
        Assert.Equal([$"404 channel {what} failed: no such user", $"404 channel {what} failed: user is not on channel"], _ann.Ask(type, "#x ghost cas"));
        Assert.Equal(["404 no such channel"], _ann.Ask(type, "#none ben"));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(type));
    }

    [Fact]
    public void A_moderator_gives_ranks_from_outside()
    {
        _desk.User("mod", Level.Moderator).Ask(MessageType.ChannelOp, "#x ben");
        Assert.Equal(["404 mod opped ben on channel #x"], _ann.Lines());
    }

    [Fact]
    public void One_message_changes_eight_at_most()
    {
        var nicks = Enumerable.Range(0, 9).Select(static i => $"n{i}").ToList();
        nicks.ForEach(nick => _desk.User(nick).Send(MessageType.Join, "#x"));
        _ann.Read();
        Assert.Equal(nicks.Take(8).Select(static nick => $"404 ann voiced {nick} on channel #x"), _ann.Ask(MessageType.ChannelVoice, $"#x {string.Join(' ', nicks)}"));
    }

    [Fact]
    public void A_rank_ends_when_its_user_parts()
    {
        _ann.Send(MessageType.Part, "#x").Send(MessageType.Join, "#x").Read();
        Assert.Equal(["404 channel op failed: you are not channel operator"], _ann.Ask(MessageType.ChannelOp, "#x ann"));
    }

    public void Dispose() => _desk.Dispose();
}
