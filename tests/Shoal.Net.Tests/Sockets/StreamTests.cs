using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

public sealed class StreamTests
{
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Bytes_arrive_whole_and_in_order_whatever_the_runs(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var (loop, other) = (net.CreateLoop(), net.CreateLoop());
        for (var seed = 0; seed < 8; seed++)
        {
            var (ours, theirs) = await net.Pair(loop);
            var (there, back) = (Bytes(seed, 3_000_000), Bytes(seed + 100, 2_000_000));
            var sender = new Pump(ours, seed, there, expected: back.Length);
            var receiver = new Pump(theirs, seed + 1, back, expected: there.Length);
            await TestNet.On(loop, () => sender.Start(loop));
            await TestNet.On(other, () => receiver.Start(other));
            await receiver.Enough;
            await sender.Enough;
            Assert.True(await TestNet.On(other, () => there.AsSpan().SequenceEqual(receiver.Received)));
            Assert.True(await TestNet.On(loop, () => back.AsSpan().SequenceEqual(sender.Received)));
            await TestNet.On(loop, ours.Close);
            await receiver.Ended;
        }
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task What_was_sent_before_a_close_arrives_before_the_end(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var sender = new Pump(ours, 1, Bytes(1, 1000));
        var receiver = new Pump(theirs, 2);
        await TestNet.On(loop, () => { sender.Start(loop); ours.Close(); receiver.Start(loop); });
        await receiver.Ended;
        Assert.Equal(Bytes(1, 1000), receiver.Received);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_sender_waits_while_nobody_reads_and_goes_on_when_somebody_does(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var bytes = Bytes(5, 24_000_000);
        var sender = new Pump(ours, 1, bytes);
        var receiver = new Pump(theirs, 2, null, expected: bytes.Length);
        await TestNet.On(loop, () => sender.Start(loop));
        await TestNet.On(loop, () => { });
        Assert.InRange(await TestNet.On(loop, () => sender.Sent), 1, bytes.Length - 1);
        await TestNet.On(loop, () => receiver.Start(loop));
        await sender.AllSent;
        await receiver.Enough;
        Assert.True(await TestNet.On(loop, () => bytes.AsSpan().SequenceEqual(receiver.Received)));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_link_moves_between_loops_without_losing_a_byte(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loops = new[] { net.CreateLoop(), net.CreateLoop() };
        var sending = net.CreateLoop();
        var (ours, theirs) = await net.Pair(sending);
        var bytes = Bytes(9, 8_000_000);
        var sender = new Pump(ours, 1, bytes);
        var receiver = new Pump(theirs, 2, null, expected: bytes.Length);
        var at = 0;
        receiver.AfterReceive = () =>
        {
            // On the loop that it leaves, as a handshake does that moves on to its torrent.
            theirs.Detach();
            at = 1 - at;
            var next = loops[at];
            next.Post(() => theirs.Attach(next, receiver));
        };
        await TestNet.On(loops[0], () => theirs.Attach(loops[0], receiver));
        await TestNet.On(sending, () => sender.Start(sending));
        await receiver.Enough;
        Assert.True(bytes.AsSpan().SequenceEqual(receiver.Received));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_link_can_still_send_to_a_peer_that_only_reads_on(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        using var peer = await Connect(acceptor);
        await peer.SendAsync(Bytes(1, 500));
        peer.Shutdown(SocketShutdown.Send);
        var end = new HalfClosed(await acceptor.Next());
        await TestNet.On(loop, () => end.Link.Attach(loop, end));
        var got = new byte[500];
        for (var at = 0; at < got.Length;)
        {
            var n = await peer.ReceiveAsync(got.AsMemory(at)).AsTask().WaitAsync(TestNet.Deadline);
            Assert.NotEqual(0, n);
            at += n;
        }

        Assert.Equal(Bytes(1, 500), got);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_reset_ends_the_stream(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        var peer = await Connect(acceptor);
        var pump = new Pump(await acceptor.Next(), 1);
        await TestNet.On(loop, () => pump.Start(loop));
        peer.LingerState = new LingerOption(enable: true, seconds: 0);
        peer.Dispose();
        await pump.Ended;
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_reset_under_a_blocked_sender_ends_the_stream(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var acceptor = await net.Listen(loop);
        var peer = await Connect(acceptor);
        var pump = new Pump(await acceptor.Next(), 1, Bytes(1, 24_000_000));
        await TestNet.On(loop, () => pump.Start(loop));
        peer.LingerState = new LingerOption(enable: true, seconds: 0);
        peer.Dispose();
        await pump.Ended;
    }

    private static async Task<Socket> Connect(Acceptor acceptor)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, acceptor.Listener!.Local.Port));
        return socket;
    }

    private static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Reads up to the end, and only then answers with the same bytes.</summary>
    private sealed unsafe class HalfClosed(ILink link) : ILinkHandler
    {
        private readonly byte[] _bytes = GC.AllocateArray<byte>(1000, pinned: true);
        private int _length;

        public ILink Link => link;

        public void OnReadable()
        {
            fixed (byte* bytes = _bytes)
            {
                var got = link.Receive([new IoRun(bytes + _length, _bytes.Length - _length)]);
                if (got != ILink.Closed)
                {
                    _length += got;
                    return;
                }

                Assert.Equal(_length, link.Send([new IoRun(bytes, _length)]));
                link.Close();
            }
        }

        public void OnWritable()
        {
        }
    }
}
