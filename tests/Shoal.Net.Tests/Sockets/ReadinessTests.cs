using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_handler_that_reads_one_byte_at_a_time_is_called_until_none_is_left(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var sender = new Pump(ours, 1, [1, 2, 3, 4, 5]);
        var sipper = new Sipper(theirs, closeAfter: 5);
        await TestNet.On(loop, () => { sender.Start(loop); theirs.Attach(loop, sipper); });
        await sipper.Done;
        Assert.Equal([1, 2, 3, 4, 5], sipper.Bytes);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_link_that_its_handler_closed_reports_nothing_more(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var sender = new Pump(ours, 1, [1, 2, 3, 4, 5]);
        var sipper = new Sipper(theirs, closeAfter: 2);
        await TestNet.On(loop, () =>
        {
            sender.Start(loop);
            theirs.Attach(loop, sipper);
        });
        await sipper.Done;
        await sender.Ended;
        await TestNet.On(loop, () => { });
        Assert.Equal([1, 2], sipper.Bytes);
        Assert.Equal(2, sipper.Readables);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Closing_twice_is_closing_once(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var pump = new Pump(theirs, 1);
        await TestNet.On(loop, () => pump.Start(loop));
        await TestNet.On(loop, () => { ours.Close(); ours.Close(); });
        await pump.Ended;
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Asking_for_room_where_there_is_some_is_answered_once(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, theirs) = await net.Pair(loop);
        var asker = new Asker();
        await TestNet.On(loop, () =>
        {
            ours.Attach(loop, asker);
            ours.NotifyWritable();
            ours.NotifyWritable();
            Assert.Equal(0, asker.Writables);
        });
        await asker.Writable.WaitAsync(TestNet.Deadline);
        for (var i = 0; i < 5; i++)
        {
            await TestNet.On(loop, () => { });
        }

        Assert.Equal(1, await TestNet.On(loop, () => asker.Writables));
        await TestNet.On(loop, theirs.Close);
    }

    private sealed class Asker : ILinkHandler
    {
        private readonly TaskCompletionSource _writable = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Writables { get; private set; }

        public Task Writable => _writable.Task;

        public void OnReadable()
        {
        }

        public void OnWritable()
        {
            Writables++;
            _writable.TrySetResult();
        }
    }

    private sealed unsafe class Sipper(ILink link, int closeAfter) : ILinkHandler
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte> Bytes { get; } = [];

        public int Readables { get; private set; }

        public Task Done => _done.Task.WaitAsync(TestNet.Deadline);

        public void OnReadable()
        {
            Readables++;
            byte one;
            Assert.Equal(1, link.Receive([new IoRun(&one, 1)]));
            Bytes.Add(one);
            if (Bytes.Count == closeAfter)
            {
                link.Close();
                _done.SetResult();
            }
        }

        public void OnWritable()
        {
        }
    }
}
