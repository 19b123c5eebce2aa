using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 10210 and 430 to 432.</summary>
public sealed class InvitationTests : IDisposable
{
    private readonly NapsterDesk _desk = new();
    private readonly Client _ann;
    private readonly Client _ben;

    public InvitationTests()
    {
        _ann = _desk.User("ann").Send(MessageType.Join, "#x");
        _ben = _desk.User("ben");
        _ann.Read();
    }

    [Fact]
    public void Where_only_the_invited_enter_one_invitation_lets_one_user_in_once()
    {
        Assert.Equal(["404 channel is not invite only"], _ann.Ask(MessageType.ChannelInvite, "#x ben"));
        _ann.Ask(MessageType.ChannelModes, "#x +INVITE");
        Assert.Equal(["404 channel join failed: invite only"], _ben.Ask(MessageType.Join, "#x"));
        Assert.Equal(["404 ann invited ben to channel #x"], _ann.Ask(MessageType.ChannelInvite, "#x BEN"));
        Assert.Equal(["404 ann invited you to channel #x"], _ben.Lines());
        Assert.Equal(["404 channel join failed: invite only"], _desk.User("cas").Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #x", _ben.Ask(MessageType.Join, "#x")[0]);
        _ben.Ask(MessageType.Part, "#x");
        Assert.Equal(["404 channel join failed: invite only"], _ben.Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #x", _desk.User("mod", Level.Moderator).Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void An_invitation_of_Napster_tells_the_topic_and_its_answer_goes_back()
    {
        _ann.Ask(MessageType.Topic, "#x say \"hi\"");
        _ann.Ask(MessageType.ChannelModes, "#x +INVITE");
        Assert.Empty(_ann.Ask(MessageType.Invite, "ben #X"));
        Assert.Equal(["430 ann #x \"say 'hi'\" 0 0"], _ben.Lines());
        Assert.Empty(_ben.Ask(MessageType.InviteAccept, "ann #x"));
        Assert.Equal(["404 ben accepted your invitation to channel #x"], _ann.Lines());
        Assert.Equal("405 #x", _ben.Ask(MessageType.Join, "#x")[0]);
    }

    [Fact]
    public void An_invitation_that_was_declined_is_gone()
    {
        _ann.Ask(MessageType.ChannelModes, "#x +INVITE");
        _ann.Ask(MessageType.Invite, "ben #x");
        Assert.Empty(_ben.Ask(MessageType.InviteDecline, "ann #x \"Welcome to the #x channel.\" 0 0"));
        Assert.Equal(["404 ben declined your invitation to channel #x"], _ann.Lines());
        Assert.Equal(["404 you were not invited to that channel"], _ben.Ask(MessageType.InviteDecline, "ann #x"));
        Assert.Equal(["404 channel join failed: invite only"], _ben.Ask(MessageType.Join, "#x"));
    }

    [Theory]
    [InlineData(MessageType.InviteAccept)]
    [InlineData(MessageType.InviteDecline)]
    public void Who_was_not_invited_does_not_answer(MessageType type)
    {
        _ann.Ask(MessageType.Invite, "ben #x");
        Assert.Equal(["404 you were not invited to that channel"], _desk.User("cas").Ask(type, "ann #x"));
        Assert.Equal(["404 you were not invited to that channel"], _ben.Ask(type, "cas #x"));
        Assert.Equal(["404 you were not invited to that channel"], _ben.Ask(type, "ann #none"));
        Assert.Equal(["404 you were not invited to that channel"], _ben.Ask(type, "ann"));
        Assert.Equal(["404 User is not currently online."], _ben.Ask(type, "ghost #x"));
        Assert.Empty(_ann.Lines());
    }

    [Theory]
    [InlineData(MessageType.Invite, "{0} #x")]
    [InlineData(MessageType.ChannelInvite, "#x {0}")]
    public void What_cannot_be_done_is_told(MessageType type, string form)
    {
        string With(string nick) => form.Replace("{0}", nick, StringComparison.Ordinal);
        _ann.Ask(MessageType.ChannelModes, "#x +INVITE");
        Assert.Equal(["404 permission denied"], _ben.Ask(type, With("ben")));
        Assert.Equal(["404 User is not currently online."], _ann.Ask(type, With("ghost")));
        Assert.Equal(["404 user is already in channel"], _ann.Ask(type, With("ann")));
        Assert.Equal(["404 no such channel"], _ann.Ask(type, With("ben").Replace("#x", "#none", StringComparison.Ordinal)));
        Assert.Equal(["404 parameters are unparsable"], _ann.Ask(type));
        _ben.Ask(MessageType.IgnoreAdd, "ann");
        Assert.Equal(["404 ben is ignoring you"], _ann.Ask(type, With("ben")));
        Assert.Empty(_ben.Lines());
    }

    [Fact]
    public void OpenNap_does_not_know_the_invitations_of_Napster()
    {
        foreach (var dialect in new[] { Dialect.OpenNapNg, Dialect.OpenNap036 })
        {
            using var desk = new NapsterDesk(options => options with { Dialect = dialect });
            Assert.Equal(["404 Unknown command code 430"], desk.User("ann").Ask(MessageType.Invite, "ben #x"));
        }
    }

    [Fact]
    public void A_hundred_invitations_are_remembered_and_the_oldest_is_forgotten()
    {
        _ann.Ask(MessageType.ChannelModes, "#x +INVITE");
        _ann.Ask(MessageType.Invite, "ben #x");
        for (var i = 0; i < 100; i++)
        {
            _desk.User($"n{i}");
            _ann.Ask(MessageType.Invite, $"n{i} #x");
        }

        Assert.Equal(["404 channel join failed: invite only"], _ben.Ask(MessageType.Join, "#x"));
        Assert.Equal("405 #x", _desk.User("n0").Ask(MessageType.Join, "#x")[0]);
    }

    public void Dispose() => _desk.Dispose();
}
