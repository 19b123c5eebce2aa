using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>Who may give which order (napster-protocol.md §3 "Administration": a failed check is "404 permission denied").</summary>
public sealed class PermissionTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Theory]
    [InlineData(606, "ben moderator")]
    [InlineData(611, "ben")]
    [InlineData(612, "ben")]
    [InlineData(613, "ben 6699")]
    [InlineData(614, "ben")]
    [InlineData(615, "")]
    [InlineData(622, "ben")]
    [InlineData(623, "ben")]
    [InlineData(624, "ben")]
    [InlineData(625, "ben 5")]
    [InlineData(652, "")]
    [InlineData(753, "ben pw")]
    [InlineData(800, "max_results")]
    [InlineData(801, "")]
    [InlineData(810, "")]
    [InlineData(821, "ben host 1")]
    [InlineData(822, "ben host")]
    [InlineData(831, "")]
    [InlineData(10050, "")]
    [InlineData(10100, "host")]
    [InlineData(10101, "host")]
    [InlineData(10110, "host")]
    [InlineData(10117, "")]
    [InlineData(10118, "")]
    [InlineData(10120, "")]
    [InlineData(10121, "ben")]
    [InlineData(10122, "1.2.3.4")]
    [InlineData(10123, "")]
    [InlineData(10200, "cat pw c@d")]
    [InlineData(10203, "")]
    [InlineData(10264, "")]
    public void A_user_gives_no_orders(int type, string payload)
    {
        var ben = _desk.User("ben");
        Assert.Equal(["404 permission denied"], _desk.User("ann").Ask((MessageType)type, payload));
        Assert.Empty(ben.Lines());
    }

    [Fact]
    public void A_kill_that_is_not_allowed_has_its_own_words() =>
        Assert.Equal(["404 kill failed: permission denied"], _desk.User("ann").Ask(MessageType.Kill, "ann"));

    [Theory]
    [InlineData(753, "ben pw")]
    [InlineData(821, "ben host 1")]
    [InlineData(822, "ben host")]
    [InlineData(10050, "")]
    [InlineData(10100, "host")]
    [InlineData(10101, "host")]
    [InlineData(10200, "cat pw c@d")]
    [InlineData(10264, "")]
    public void Some_orders_are_given_by_admins_alone(int type, string payload)
    {
        _desk.User("ben");
        Assert.Equal(["404 permission denied"], _desk.User("mod", Level.Moderator).Ask((MessageType)type, payload));
        Assert.NotEqual(["404 permission denied"], _desk.User("adm", Level.Admin).Ask((MessageType)type, payload));
    }

    [Theory]
    [InlineData(800, "max_results")]
    [InlineData(810, "max_results 5")]
    [InlineData(10110, "host")]
    [InlineData(10117, "")]
    public void And_some_by_who_owns_the_server(int type, string payload)
    {
        Assert.Equal(["404 permission denied"], _desk.User("adm", Level.Admin).Ask((MessageType)type, payload));
        Assert.NotEqual(["404 permission denied"], _desk.User("elite", Level.Elite).Ask((MessageType)type, payload));
    }

    [Theory]
    [InlineData(606, "peer leech", "set user level failed: permission denied")]
    [InlineData(610, "peer", "kill failed: permission denied")]
    [InlineData(611, "peer", "nuke failed: permission denied")]
    [InlineData(612, "peer", "ban failed: permission denied")]
    [InlineData(613, "peer 1", "change port failed: permission denied")]
    [InlineData(622, "peer", "muzzle failed: permission denied")]
    [InlineData(623, "peer", "unmuzzle failed: permission denied")]
    [InlineData(625, "peer 1", "change speed failed: permission denied")]
    [InlineData(753, "peer new", "alter password failed: permission denied")]
    [InlineData(821, "peer host 1", "redirect failed: permission denied")]
    [InlineData(822, "peer host", "cycle failed: permission denied")]
    [InlineData(10050, "peer friend", "user flags failed: permission denied")]
    public void Nobody_changes_a_user_of_his_own_level_or_above(int type, string payload, string refusal)
    {
        var peer = _desk.User("peer", Level.Admin);
        var adm = _desk.User("adm", Level.Admin);
        peer.Read();
        Assert.Equal([$"404 {refusal}"], adm.Ask((MessageType)type, payload));
        Assert.Empty(peer.Lines());
        Assert.False(peer.IsClosed);
        peer.Link.End();
        _desk.Settle();
        if (type is 606 or 611 or 622 or 623 or 753 or 10050)
        {
            Assert.Equal([$"404 {refusal}"], adm.Ask((MessageType)type, payload));
        }
    }

    [Theory]
    [InlineData(606, "set user level failed")]
    [InlineData(610, "kill failed")]
    [InlineData(611, "nuke failed")]
    [InlineData(613, "change port failed")]
    [InlineData(622, "muzzle failed")]
    [InlineData(624, "unnuke failed")]
    [InlineData(625, "change speed failed")]
    [InlineData(753, "alter password failed")]
    [InlineData(821, "redirect failed")]
    [InlineData(822, "cycle failed")]
    [InlineData(10119, "which server failed")]
    [InlineData(10200, "register failed")]
    public void An_order_about_nobody_is_refused(int type, string refusal)
    {
        var elite = _desk.User("elite", Level.Elite);
        Assert.Equal([$"404 {refusal}: too few parameters"], elite.Ask((MessageType)type));
        Assert.Equal([$"404 {refusal}: invalid nickname"], elite.Ask((MessageType)type, "#no"));
        if (type is not 10200)
        {
            Assert.Equal([$"404 {refusal}: no such user"], elite.Ask((MessageType)type, "nobody 1 1"));
        }
    }

    public void Dispose() => _desk.Dispose();
}
