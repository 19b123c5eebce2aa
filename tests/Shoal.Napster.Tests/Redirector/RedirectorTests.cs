using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Redirector;
using Shoal.Peers.Tests;

namespace Shoal.Napster.Tests.Redirector;

/// <summary>Ports at which one line is told (napster-protocol.md §8).</summary>
public sealed class RedirectorTests
{
    [Fact]
    public void Clients_are_told_of_each_server_in_its_turn()
    {
        using var desk = New(new RedirectorOptions { Listen = [NapsterDesk.At("127.0.0.1:8875")], Servers = [NapsterDesk.At("1.2.3.4:8888"), NapsterDesk.At("5.6.7.8:7777")] });
        var told = Enumerable.Range(0, 4).Select(_ => Ask(desk, 8875)).ToList();
        Assert.Equal(2, told.Count(static line => line == "1.2.3.4:8888\n"));
        Assert.Equal(2, told.Count(static line => line == "5.6.7.8:7777\n"));
        Assert.NotEqual(told[0], told[1]);
    }

    [Fact]
    public void Without_others_they_are_told_of_this_one()
    {
        var ask = new RedirectorOptions { Listen = [NapsterDesk.At("127.0.0.1:8875")] };
        using var named = New(ask);
        Assert.Equal("127.0.0.1:8888\n", Ask(named, 8875));
        // A link in memory has 10.0.0.2 at our end: the address that this client has found.
        using var any = new NapsterDesk(options => options with { Listen = [NapsterDesk.At("0.0.0.0:8888")], Redirector = ask });
        Assert.Equal("10.0.0.2:8888\n", Ask(any, 8875));
    }

    [Fact]
    public void Others_are_told_the_figures()
    {
        using var desk = new NapsterDesk(options => options with { MostUsers = 4, Redirector = new RedirectorOptions { Statistics = [NapsterDesk.At("127.0.0.1:8889")] } });
        desk.User("ann").Send(MessageType.Share, "\"\\m\\a.mp3\" aaaa 20480 128 44100 10");
        desk.Connect();
        Assert.Equal("1 1 0.25 20 2\n", Ask(desk, 8889));
    }

    [Fact]
    public void Neither_port_is_open_unless_asked_for()
    {
        using var desk = new NapsterDesk();
        Assert.Equal([8888], desk.Doors.Handlers.Keys);
    }

    private static NapsterDesk New(RedirectorOptions redirector) => new(options => options with { Redirector = redirector });

    private static string Ask(NapsterDesk desk, int port)
    {
        var link = new FakeLink();
        desk.Doors.Handlers[port].OnAccepted(link);
        Assert.True(link.IsClosed);
        return Encoding.ASCII.GetString(link.Sent);
    }
}
