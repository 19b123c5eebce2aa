using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Moderators who hide are not there for users, and are there for moderators.</summary>
public sealed class CloakTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;
    private readonly Client _mod;
    private readonly Client _spy;

    public CloakTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#x");
        _mod = _desk.User("mod", Level.Moderator).Send(MessageType.Join, "#x");
        _spy = _desk.User("spy", Level.Moderator);
        _desk.Session("spy").IsCloaked = true;
        _ann.Read();
        _mod.Read();
    }

    [Fact]
    public void Users_do_not_hear_of_their_coming_and_going()
    {
        _spy.Send(MessageType.Join, "#x").Send(MessageType.Part, "#x");
        Assert.Empty(_ann.Lines());
        Assert.Equal(["406 #x spy 0 8", "407 #x spy 0 8"], _mod.Lines());
    }

    [Fact]
    public void They_are_in_no_list_of_a_user()
    {
        _spy.Ask(MessageType.Join, "#x");
        Assert.Equal(["825 #x mod 0 8", "825 #x ann 0 8", "830"], _ann.Ask(MessageType.ChannelUsers, "#x"));
        Assert.Equal(["825 #x spy 0 8", "825 #x mod 0 8", "825 #x ann 0 8", "830"], _mod.Ask(MessageType.ChannelUsers, "#x"));
        Assert.Equal("618 #x 2 Welcome to the #x channel.", _ann.Ask(MessageType.Channels)[0]);
        Assert.Equal("618 #x 3 Welcome to the #x channel.", _mod.Ask(MessageType.Channels)[0]);
        Assert.StartsWith("828 #x 2 ", _ann.Ask(MessageType.AllChannels)[0], StringComparison.Ordinal);
        Assert.Equal(["405 #x", "408 #x ben 0 8", "408 #x mod 0 8", "408 #x ann 0 8", "409 #x"], _desk.User("ben").Ask(MessageType.Join, "#x").Take(5));
    }

    [Fact]
    public void For_users_they_speak_and_act_as_Operator()
    {
        _spy.Ask(MessageType.Join, "#x");
        _mod.Read();
        _spy.Send(MessageType.Say, "#x hi").Send(MessageType.Emote, "#x \"waves\"").Send(MessageType.ChannelMuzzle, "#x ann \"hush\"").Send(MessageType.ChannelKick, "#x ann \"out\"");
        Assert.Equal(
            ["403 #x Operator hi", "824 #x Operator \"waves\"", "404 Operator muzzled you on channel #x: hush", "401 #x", "404 You were kicked from channel #x by Operator: out"],
            _ann.Lines().Where(static line => !line.StartsWith("404 spy", StringComparison.Ordinal)));
        Assert.Equal(["403 #x spy hi", "824 #x spy \"waves\""], _mod.Lines().Take(2));
    }

    public void Dispose() => _desk.Dispose();
}
