using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>What operators have clients do: 613, 625, 652, 821, 822.</summary>
public sealed class SteeringTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void A_client_is_asked_to_move_its_port()
    {
        var (mod, ben) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        Assert.Equal(["404 change port failed: invalid port"], mod.Ask(MessageType.MovePort, "ben 70000"));
        Assert.Equal(["404 change port failed: invalid port"], mod.Ask(MessageType.MovePort, "ben"));
        Assert.Equal(["404 mod changed ben's data port to 6700: blocked"], mod.Ask(MessageType.MovePort, "ben 6700 blocked"));
        Assert.Equal(["613 6700"], ben.Lines());
    }

    [Fact]
    public void A_line_is_set()
    {
        var (mod, _) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        Assert.Equal(["404 change speed failed: invalid speed"], mod.Ask(MessageType.SetLine, "ben 11"));
        Assert.Equal(["404 mod changed ben's speed to 3."], mod.Ask(MessageType.SetLine, "ben 3"));
        Assert.True(_desk.Server.Roster.TryFind("ben", out var session) && session.Link == 3);
    }

    [Fact]
    public void Clients_are_sent_to_other_servers()
    {
        var (adm, ben) = (_desk.User("adm", Level.Admin), _desk.User("ben"));
        foreach (var wrong in new[] { "ben", "ben host", "ben host 0", "ben host 65536", "ben \"ho st\" 1" })
        {
            Assert.Equal(["404 redirect failed: invalid host or port"], adm.Ask(MessageType.RedirectUser, wrong));
        }

        Assert.Equal(["404 adm redirected ben to other.example.org:8888"], adm.Ask(MessageType.RedirectUser, "ben other.example.org 8888"));
        Assert.Equal(["821 other.example.org 8888"], ben.Lines());
        Assert.Equal(["404 cycle failed: invalid host"], adm.Ask(MessageType.RedirectAll, "ben"));
        Assert.Equal(["404 adm cycled ben to meta.example.org"], adm.Ask(MessageType.RedirectAll, "ben meta.example.org"));
        Assert.Equal(["822 meta.example.org"], ben.Lines());
    }

    [Fact]
    public void Who_is_cloaked_is_hidden_from_users_until_he_is_not_a_moderator()
    {
        var (adm, mod, ben) = (_desk.User("adm", Level.Admin), _desk.User("mod", Level.Moderator), _desk.User("ben"));
        ben.Send(MessageType.HotlistAdd, "mod").Read();
        adm.Read();
        Assert.Equal(["404 You are now cloaked.", "404 mod has cloaked"], mod.Ask(MessageType.Cloak));
        Assert.Equal(["210 mod"], ben.Lines());
        Assert.Equal(["301 mod"], ben.Ask(MessageType.HotlistAdd, "mod"));
        Assert.StartsWith("605 mod", ben.Ask(MessageType.WhoIs, "mod")[0]);
        Assert.StartsWith("604 mod", adm.Ask(MessageType.WhoIs, "mod")[0]);
        Assert.Empty(mod.Ask(MessageType.Cloak, "1"));
        Assert.Equal(["404 cloak failed: invalid cloak state 2"], mod.Ask(MessageType.Cloak, "2"));
        Assert.Equal(["404 which server failed: no such user"], ben.Ask(MessageType.WhichServer, "mod"));
        Assert.Equal(["404 User is not currently online."], ben.Ask(MessageType.LineQuery, "mod"));
        Assert.Equal(["404 mod is on localhost"], adm.Ask(MessageType.WhichServer, "mod"));
        mod.Send(MessageType.Kill, "ben bye");
        Assert.Equal(["404 You have been killed by Operator: bye", "316 0"], ben.Lines());
        Assert.Equal(["404 You are no longer cloaked.", "404 mod has decloaked"], mod.Ask(MessageType.Cloak, "0"));
        mod.Ask(MessageType.Cloak, "1");
        adm.Send(MessageType.SetLevel, "mod user");
        Assert.Contains("404 You are no longer cloaked.", mod.Lines());
        Assert.Equal(["404 mod is on localhost"], _desk.User("cat").Ask(MessageType.WhichServer, "mod"));
    }

    public void Dispose() => _desk.Dispose();
}
