using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Peers.Tests;

namespace Shoal.Napster.Tests;

/// <summary>Whether users can be reached where they say.</summary>
public sealed class PortCheckTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly NapsterDesk _desk = new(static options => options with { ChecksDataPorts = true });

    [Fact]
    public void Who_cannot_be_reached_is_told_so_and_connects_to_others_instead()
    {
        var ann = _desk.User("ann", port: 6700, from: "10.0.0.7").Send(MessageType.Share, $"\"\\m\\a.mp3\" {Token} 1 128 44100 10");
        var (remote, handler) = Assert.Single(_desk.Doors.Dials);
        Assert.Equal("10.0.0.7:6700", remote.ToString());
        handler.OnDialFailed("nobody there");
        _desk.Settle();
        Assert.Equal(["404 Nobody can connect to your data port 6700: until it can be reached, others have you connect to them."], ann.Lines());
        var ben = _desk.User("ben", port: 6701);
        Assert.Equal([$"204 ann 117440522 0 \"\\m\\a.mp3\" {Token} 8"], ben.Ask(MessageType.Request, "ann \"\\m\\a.mp3\""));
        Assert.Empty(ben.Ask(MessageType.RequestPush, "ann \"\\m\\a.mp3\""));
        Assert.Equal(["607 ben \"\\m\\a.mp3\""], ann.Lines());
    }

    [Fact]
    public void Who_can_be_reached_hears_nothing_and_another_port_is_tried_at_once()
    {
        var ann = _desk.User("ann", port: 6700);
        _desk.Doors.Dials[0].Handler.OnConnected(new FakeLink());
        Assert.Empty(ann.Ask(MessageType.OwnPort, "6701"));
        Assert.Equal("127.0.0.1:6701", _desk.Doors.Dials[1].Remote.ToString());
        _desk.Doors.Dials[1].Handler.OnDialFailed("");
        _desk.Settle();
        Assert.Single(ann.Lines());
        Assert.Empty(ann.Ask(MessageType.OwnPort, "6700"));
        _desk.Doors.Dials[2].Handler.OnConnected(new FakeLink());
        Assert.Empty(ann.Lines());
        Assert.Empty(ann.Ask(MessageType.OwnPort, "0"));
        Assert.Equal(3, _desk.Doors.Dials.Count);
    }

    [Fact]
    public void Others_who_complain_have_it_tried_again_but_not_more_often_than_each_minute()
    {
        var ann = _desk.User("ann", port: 6700);
        var ben = _desk.User("ben", port: 0);
        _desk.Doors.Dials[0].Handler.OnConnected(new FakeLink());
        ben.Send(MessageType.PortError, "ann");
        Assert.Single(_desk.Doors.Dials);
        _desk.Loop.Advance(TimeSpan.FromMinutes(1));
        ben.Send(MessageType.PortError, "ann");
        _desk.Doors.Dials[1].Handler.OnDialFailed("");
        _desk.Settle();
        Assert.Equal(["626 ben", "626 ben", "404 Nobody can connect to your data port 6700: until it can be reached, others have you connect to them."], ann.Lines().Where(static line => !line.StartsWith("214", StringComparison.Ordinal)));
    }

    [Fact]
    public void Moderators_hear_of_complaints_where_they_like_and_of_each_port_once_a_minute()
    {
        var (mod, deaf) = (_desk.User("mod", Level.Moderator), _desk.User("deaf", Level.Moderator));
        deaf.Send(MessageType.UserMode, "-PORT");
        var (ann, ben) = (_desk.User("ann", port: 6700, from: "10.0.0.7"), _desk.User("ben"));
        ann.Read();
        deaf.Read();
        mod.Read();
        ben.Send(MessageType.PortError, "ANN").Send(MessageType.PortError, "ann").Send(MessageType.PortError, "ghost");
        Assert.Equal(["404 ben cannot connect to ann's data port 6700 at 10.0.0.7"], mod.Lines());
        Assert.Equal(["626 ben", "626 ben"], ann.Lines());
        Assert.Empty(deaf.Lines());
        Assert.Equal(["404 User is not currently online."], ben.Lines());
        _desk.Loop.Advance(TimeSpan.FromMinutes(1));
        mod.Read();
        ben.Send(MessageType.PortError, "ann");
        Assert.Equal(["404 ben cannot connect to ann's data port 6700 at 10.0.0.7"], mod.Lines());
    }

    [Fact]
    public void So_many_are_tried_at_once_and_the_others_wait()
    {
        for (var i = 0; i < 70; i++)
        {
            _desk.User($"u{i}", port: 6700);
        }

        Assert.Equal(64, _desk.Doors.Dials.Count);
        _desk.Doors.Dials[0].Handler.OnConnected(new FakeLink());
        Assert.Equal(65, _desk.Doors.Dials.Count);
    }

    public void Dispose() => _desk.Dispose();
}
