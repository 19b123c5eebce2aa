using System.Net;
using System.Net.Sockets;

namespace Shoal.Net.Tests.Sockets;

public sealed class DatagramTests
{
    [Theory]
    [InlineData(SocketKind.Epoll, "127.0.0.1:0")]
    [InlineData(SocketKind.Managed, "127.0.0.1:0")]
    [InlineData(SocketKind.Epoll, "[::1]:0")]
    [InlineData(SocketKind.Managed, "[::1]:0")]
    public async Task A_datagram_arrives_whole_and_tells_who_sent_it(SocketKind kind, string address)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (one, other) = (await Ears.Open(net, loop, TestNet.Parse(address)), await Ears.Open(net, loop, TestNet.Parse(address)));
        Assert.NotEqual(0, one.Port.Local.Port);
        foreach (var length in new[] { 1, 0, 1472, 9000, 65_000 })
        {
            var sent = new byte[length];
            new Random(length).NextBytes(sent);
            Assert.True(await TestNet.On(loop, () => one.Port.Send(other.Port.Local, sent)));
            var (from, bytes) = await other.Next();
            Assert.Equal(sent, bytes);
            Assert.Equal(one.Port.Local, from);
        }

        Assert.True(await TestNet.On(loop, () => other.Port.Send(one.Port.Local, [7])));
        Assert.Equal([7], (await one.Next()).Bytes);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_burst_longer_than_a_batch_is_heard_in_order(SocketKind kind)
    {
        const int Many = 3 * Limits.DatagramsPerBatch + 5;
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var ears = await Ears.Open(net, loop, TestNet.AnyPort);
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        // The kernel holds them while the loop is kept busy.
        await TestNet.On(loop, () =>
        {
            for (var i = 0; i < Many; i++)
            {
                sender.SendTo([(byte)i], new IPEndPoint(IPAddress.Loopback, ears.Port.Local.Port));
            }
        });
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal([(byte)i], (await ears.Next()).Bytes);
        }
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_port_that_its_handler_closes_hears_no_more(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var ears = await Ears.Open(net, loop, TestNet.AnyPort);
        ears.OnEach = () => ears.Port.Close();
        var other = await Ears.Open(net, loop, TestNet.AnyPort);
        await TestNet.On(loop, () =>
        {
            for (var i = 0; i < 5; i++)
            {
                other.Port.Send(ears.Port.Local, [1]);
            }
        });
        await ears.Next();
        await TestNet.On(loop, () => { });
        await TestNet.On(loop, () => { });
        Assert.False(ears.HasMore);
        Assert.False(await TestNet.On(loop, () => ears.Port.Send(other.Port.Local, [1])));
        // The number is free again.
        var again = await Ears.Open(net, loop, ears.Port.Local);
        Assert.Null(again.Failure);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_datagram_leaves_from_the_address_that_the_port_was_given(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (one, other) = (await Ears.Open(net, loop, TestNet.Parse("127.0.0.9:0")), await Ears.Open(net, loop, TestNet.AnyPort));
        await TestNet.On(loop, () => one.Port.Send(other.Port.Local, [1]));
        Assert.Equal(TestNet.Parse("127.0.0.9:0"), (await other.Next()).From.WithPort(0));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task What_cannot_be_sent_is_lost_and_hurts_nothing(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (one, other) = (await Ears.Open(net, loop, TestNet.AnyPort), await Ears.Open(net, loop, TestNet.AnyPort));
        var closed = await Ears.Open(net, loop, TestNet.AnyPort);
        await TestNet.On(loop, closed.Port.Close);
        Assert.False(await TestNet.On(loop, () => one.Port.Send(TestNet.Parse("[::1]:9"), [1])));
        Assert.False(await TestNet.On(loop, () => one.Port.Send(other.Port.Local, new byte[65_536])));
        await TestNet.On(loop, () => one.Port.Send(closed.Port.Local, [1]));
        await TestNet.On(loop, () => one.Port.Send(other.Port.Local, [2]));
        Assert.Equal([2], (await other.Next()).Bytes);
        await TestNet.On(loop, () => other.Port.Send(one.Port.Local, [3]));
        Assert.Equal([3], (await one.Next()).Bytes);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_datagram_port_in_use_or_not_ours_is_a_reason_in_words(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var first = await Ears.Open(net, loop, TestNet.AnyPort);
        var second = await Ears.Open(net, loop, first.Port.Local);
        Assert.Null(second.Port);
        Assert.Equal("Address already in use", second.Failure);
        Assert.Equal("Cannot assign requested address", (await Ears.Open(net, loop, TestNet.Parse("192.0.2.1:0"))).Failure);
    }
}
