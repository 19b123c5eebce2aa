using System.Net;
using System.Net.Sockets;

namespace Shoal.Net.Tests.Sockets;

public sealed class FirstBytesTests
{
    [Theory]
    [InlineData(SocketKind.Epoll, true)]
    [InlineData(SocketKind.Epoll, false)]
    [InlineData(SocketKind.Managed, false)]
    public async Task Who_says_nothing_is_told_of_later_where_first_bytes_are_awaited(SocketKind kind, bool isAwaited)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        if (isAwaited)
        {
            await TestNet.On(loop, () => acceptor.Listener!.AwaitFirstBytes(TestNet.Deadline));
        }

        var address = new IPEndPoint(IPAddress.Loopback, acceptor.Listener!.Local.Port);
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var talking = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(address);
        await talking.ConnectAsync(address);
        talking.Send([1]);
        Assert.Equal(PortOf(isAwaited ? talking : silent), (await acceptor.Next()).Remote.Port);
        silent.Send([1]);
        Assert.Equal(PortOf(isAwaited ? silent : talking), (await acceptor.Next()).Remote.Port);
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
