using System.Net;
using System.Net.Sockets;

namespace Shoal.Net.Tests.Sockets;

public sealed class ConnectingTests
{
    [Theory]
    [InlineData(SocketKind.Epoll, "127.0.0.1:0")]
    [InlineData(SocketKind.Managed, "127.0.0.1:0")]
    [InlineData(SocketKind.Epoll, "[::1]:0")]
    [InlineData(SocketKind.Managed, "[::1]:0")]
    public async Task A_dial_reaches_the_listener_and_both_ends_know_each_other(SocketKind kind, string address)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop, TestNet.Parse(address));
        Assert.Null(acceptor.Failure);
        Assert.NotEqual(0, acceptor.Listener!.Local.Port);
        var ours = await (await net.Dial(loop, acceptor.Listener.Local)).Link;
        var theirs = await acceptor.Next();
        Assert.Equal(acceptor.Listener.Local, ours.Remote);
        Assert.Equal(acceptor.Listener.Local, theirs.Local);
        Assert.Equal(ours.Local, theirs.Remote);
        Assert.Equal(address.StartsWith('1'), theirs.Remote.IsIPv4);
        await TestNet.On(loop, () => { ours.Close(); theirs.Close(); acceptor.Listener.Close(); });
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task One_port_is_open_for_both_families_apart(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var v4 = await net.Listen(loop, TestNet.Parse("0.0.0.0:0"));
        var v6 = await net.Listen(loop, TestNet.Parse("[::]:0").WithPort(v4.Listener!.Local.Port));
        Assert.Null(v6.Failure);
        await (await net.Dial(loop, TestNet.Parse("127.0.0.1:0").WithPort(v4.Listener.Local.Port))).Link;
        Assert.True((await v4.Next()).Remote.IsIPv4);
        await (await net.Dial(loop, TestNet.Parse("[::1]:0").WithPort(v4.Listener.Local.Port))).Link;
        Assert.False((await v6.Next()).Remote.IsIPv4);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_dial_to_a_closed_port_is_refused(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        await TestNet.On(loop, acceptor.Listener!.Close);
        Assert.Equal("Connection refused", await (await net.Dial(loop, acceptor.Listener.Local)).Failure);
        Assert.Equal(0, acceptor.Count);
    }

    /// <summary>A listener whose queue is full answers no SYN: Linux drops it, and the dial hangs.</summary>
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_dial_that_nobody_answers_times_out(SocketKind kind)
    {
        using var net = new TestNet(kind);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filler.ConnectAsync(listener.LocalEndPoint!);
        var full = TestNet.AnyPort.WithPort((ushort)((IPEndPoint)listener.LocalEndPoint!).Port);
        var dial = await net.Dial(net.CreateLoop(), full, timeout: TimeSpan.FromMilliseconds(50));
        Assert.Equal("timed out", await dial.Failure);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_dial_leaves_from_the_address_that_it_was_given(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        await (await net.Dial(loop, acceptor.Listener!.Local, local: TestNet.Parse("127.0.0.7:0"))).Link;
        Assert.Equal(TestNet.Parse("127.0.0.7:0"), (await acceptor.Next()).Remote.WithPort(0));
    }

    /// <summary>192.0.2.0/24 is nobody's (RFC 5737).</summary>
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_dial_from_an_address_that_is_not_ours_fails_after_the_call(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        var dial = await net.Dial(loop, acceptor.Listener!.Local, local: TestNet.Parse("192.0.2.1:0"));
        Assert.Equal("Cannot assign requested address", await dial.Failure);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_port_in_use_is_a_reason_in_words(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var first = await net.Listen(loop);
        var second = await net.Listen(loop, first.Listener!.Local);
        Assert.Null(second.Listener);
        Assert.Equal("Address already in use", second.Failure);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Many_connections_are_all_accepted_and_served(SocketKind kind)
    {
        const int Many = 200;
        using var net = new TestNet(kind);
        var (loop, other) = (net.CreateLoop(), net.CreateLoop());
        var acceptor = await net.Listen(loop);
        var dials = new List<Dialled>();
        for (var i = 0; i < Many; i++)
        {
            dials.Add(await net.Dial(other, acceptor.Listener!.Local));
        }

        var pumps = new List<Pump>();
        for (var i = 0; i < Many; i++)
        {
            var (link, greeting) = (await dials[i].Link, new byte[] { (byte)i, 1, 2, 3 });
            var (dialler, accepted) = (new Pump(link, i, greeting), new Pump(await acceptor.Next(), i, null, expected: 4));
            await TestNet.On(other, () => dialler.Start(other));
            await TestNet.On(loop, () => accepted.Start(loop));
            pumps.Add(accepted);
        }

        await Task.WhenAll(pumps.Select(p => p.Enough));
        var heard = await TestNet.On(loop, () => pumps.Select(p => (int)p.Received[0]).Order().ToArray());
        Assert.Equal(Enumerable.Range(0, Many), heard);
    }
}
