using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 402, 403, 824 and 10208; modes MODERATED and muzzles; voices.</summary>
public sealed class SpeechTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;
    private readonly Client _ben;

    public SpeechTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#x");
        _ben = _desk.User("ben").Send(MessageType.Join, "#x");
        _ann.Read();
        _ben.Read();
    }

    [Fact]
    public void What_is_said_all_hear_and_who_says_it_too()
    {
        Assert.Equal(["403 #x ben hi all, caf\u00e9 \"q\""], _ben.Ask(MessageType.Say, "#X hi all, caf\u00e9 \"q\""));
        Assert.Equal(["403 #x ben hi all, caf\u00e9 \"q\""], _ann.Lines());
    }

    [Theory]
    [InlineData("#x \"waves\"", "waves")]
    [InlineData("#x \"waves to all\" more", "waves to all")]
    [InlineData("#x waves to \"all\"", "waves to 'all'")]
    public void An_emote_goes_on_in_quotation_marks(string payload, string text)
    {
        Assert.Equal([$"824 #x ben \"{text}\""], _ben.Ask(MessageType.Emote, payload));
        Assert.Equal([$"824 #x ben \"{text}\""], _ann.Lines());
    }

    [Theory]
    [InlineData(MessageType.Say)]
    [InlineData(MessageType.Emote)]
    public void Only_members_speak_and_only_with_words(MessageType type)
    {
        var cas = _desk.User("cas");
        Assert.Equal(["404 You are not a member of that channel"], cas.Ask(type, "#x hi"));
        Assert.Equal(["404 You are not a member of that channel"], cas.Ask(type, "#none hi"));
        Assert.Equal(["404 parameters are unparsable"], _ben.Ask(type, "#x"));
        Assert.Equal(["404 parameters are unparsable"], _ben.Ask(type));
        Assert.Empty(_ann.Lines());
    }

    [Theory]
    [InlineData(MessageType.Say)]
    [InlineData(MessageType.Emote)]
    [InlineData(MessageType.Topic)]
    public void Who_is_muzzled_by_the_server_does_not_speak_anywhere(MessageType type)
    {
        var cas = _desk.Muzzled("cas").Send(MessageType.Join, "#own").Send(MessageType.Join, "#x");
        _ann.Read();
        Assert.Equal(["404 You are muzzled."], cas.Ask(type, "#own hi"));
        Assert.Equal(["404 You are muzzled."], cas.Ask(type, "#x hi"));
        Assert.Equal(["404 You are muzzled."], cas.Ask(MessageType.ChannelOpSay, "#own hi"));
        Assert.Empty(_ann.Lines());
    }

    [Fact]
    public void Who_is_muzzled_in_a_channel_speaks_elsewhere()
    {
        Assert.Equal(["404 ann muzzled ben on channel #x: too loud"], _ann.Ask(MessageType.ChannelMuzzle, "#x ben \"too loud\""));
        Assert.Equal(["404 ann muzzled you on channel #x: too loud"], _ben.Lines());
        Assert.Equal(["404 permission denied: muzzled on channel"], _ben.Ask(MessageType.Say, "#x hi"));
        Assert.Equal(["205 ChanServ muzzled users on channel #x:", "205 ChanServ ben"], _ben.Ask(MessageType.ChannelMuzzle, "#x"));
        _ben.Ask(MessageType.Join, "#own");
        Assert.Equal(["403 #own ben hi"], _ben.Ask(MessageType.Say, "#own hi"));
        _ann.Ask(MessageType.ChannelUnmuzzle, "#x ben");
        Assert.Equal("404 ann unmuzzled you on channel #x:", _ben.Lines()[0]);
        Assert.Equal(["403 #x ben hi"], _ben.Ask(MessageType.Say, "#x hi"));
    }

    [Fact]
    public void Muzzles_are_set_by_operators_on_members()
    {
        _desk.User("cas");
        Assert.Equal(["404 channel muzzle failed: you are not channel operator"], _ben.Ask(MessageType.ChannelMuzzle, "#x ann"));
        Assert.Equal(["404 channel unmuzzle failed: you are not channel operator"], _ben.Ask(MessageType.ChannelUnmuzzle, "#x ann"));
        Assert.Equal(["404 channel muzzle failed: user is not on channel"], _ann.Ask(MessageType.ChannelMuzzle, "#x cas"));
        Assert.Equal(["404 User is not currently online."], _ann.Ask(MessageType.ChannelMuzzle, "#x ghost"));
        Assert.Equal(["404 no such channel"], _ann.Ask(MessageType.ChannelMuzzle, "#none cas"));
    }

    [Fact]
    public void In_a_moderated_channel_operators_speak_and_those_with_a_voice()
    {
        _ann.Ask(MessageType.ChannelModes, "#x +MODERATED");
        Assert.Equal(["404 permission denied: channel is moderated"], _ben.Ask(MessageType.Say, "#x hi"));
        Assert.Equal(["404 permission denied: channel is moderated"], _ben.Ask(MessageType.Emote, "#x \"waves\""));
        Assert.Equal(["403 #x ann hi"], _ann.Ask(MessageType.Say, "#x hi"));
        _ann.Ask(MessageType.ChannelVoice, "#x ben");
        Assert.Equal(["403 #x ben hi"], _ben.Ask(MessageType.Say, "#x hi"));
        _ann.Ask(MessageType.ChannelUnvoice, "#x ben");
        Assert.Equal(["404 permission denied: channel is moderated"], _ben.Ask(MessageType.Say, "#x hi"));
        var mod = _desk.User("mod", Level.Moderator).Send(MessageType.Join, "#x");
        Assert.Equal(["403 #x mod hi"], mod.Ask(MessageType.Say, "#x hi"));
    }

    [Fact]
    public void Operators_speak_among_themselves_and_moderators_hear_it()
    {
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 channel wallop failed: you are not channel operator"], _ben.Ask(MessageType.ChannelOpSay, "#x hi"));
        Assert.Empty(mod.Ask(MessageType.ChannelOpSay, "#x from outside"));
        Assert.Equal(["404 mod [ops/#x]: from outside"], _ann.Lines());
        mod.Ask(MessageType.Join, "#x");
        Assert.Equal(["404 ann [ops/#x]: hi ops"], _ann.Ask(MessageType.ChannelOpSay, "#x hi ops"));
        Assert.Equal(["404 ann [ops/#x]: hi ops"], mod.Lines());
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(MessageType.ChannelOpSay, "#x"));
        Assert.Equal(["404 no such channel"], _ann.Ask(MessageType.ChannelOpSay, "#none hi"));
        Assert.DoesNotContain(_ben.Lines(), static line => line.Contains("[ops", StringComparison.Ordinal));
    }

    public void Dispose() => _desk.Dispose();
}
