using System.Net;
using System.Net.Sockets;
using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;

namespace Shoal.Net.Tests.Sockets;

/// <summary>Alone, since the limit is the whole process's.</summary>
[CollectionDefinition(nameof(DescriptorLimitTests), DisableParallelization = true)]
[Collection(nameof(DescriptorLimitTests))]
public sealed class DescriptorLimitTests
{
    /// <summary>The clock stands still, so a listener that rests does so for ever; one that spins accepts as soon as it can.</summary>
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_listener_rests_while_no_descriptor_is_left_and_then_goes_on(SocketKind kind)
    {
        var clock = new ManualTime();
        using var net = new TestNet(kind, clock);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        var address = new IPEndPoint(IPAddress.Loopback, acceptor.Listener!.Local.Port);
        using var early = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        early.Connect(address);
        await acceptor.Next();
        using (new DescriptorLimit())
        {
            late.Connect(address);
            using var deadline = new CancellationTokenSource(TestNet.Deadline);
            while (!await TestNet.On(loop, () => IsResting(acceptor.Listener)))
            {
                Assert.False(deadline.IsCancellationRequested, "the listener did not come to rest");
            }
        }

        for (var i = 0; i < 5; i++)
        {
            await TestNet.On(loop, () => { });
        }

        Assert.Equal(1, acceptor.Count);
        await TestNet.On(loop, () => clock.Advance(Limits.AcceptPause));
        await acceptor.Next();
    }

    private static bool IsResting(IListener listener) => listener is EpollListener epoll ? epoll.IsResting : ((ManagedListener)listener).IsResting;
}
