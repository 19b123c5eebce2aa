namespace Shoal.Net.Tests.Sockets;

public sealed class LoopTests
{
    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Mail_of_many_threads_is_opened_in_each_threads_order(SocketKind kind)
    {
        const int Threads = 4;
        const int Letters = 5000;
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var heard = Enumerable.Range(0, Threads).Select(_ => new List<int>()).ToArray();
        var senders = heard.Select(list => Task.Run(() =>
        {
            for (var i = 0; i < Letters; i++)
            {
                var letter = i;
                loop.Post(() => list.Add(letter));
            }
        }));
        await Task.WhenAll(senders);
        await TestNet.On(loop, () => { });
        Assert.All(heard, list => Assert.Equal(Enumerable.Range(0, Letters), list));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Mail_to_a_sleeping_loop_wakes_it(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        for (var i = 0; i < 500; i++)
        {
            await TestNet.On(loop, () => Assert.True(loop.IsCurrent));
        }

        Assert.False(loop.IsCurrent);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task Timers_fire_in_order_and_not_early(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (armed, fired, early) = (new List<TimeSpan>(), new List<TimeSpan>(), 0);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await TestNet.On(loop, () =>
        {
            foreach (var ms in new[] { 9, 3, 6, 1, 3 })
            {
                var due = loop.Now + TimeSpan.FromMilliseconds(ms);
                armed.Add(due);
                loop.CreateTimer(() =>
                {
                    early += loop.Now < due ? 1 : 0;
                    fired.Add(due);
                    if (fired.Count == 5)
                    {
                        done.SetResult();
                    }
                }).Arm(TimeSpan.FromMilliseconds(ms));
            }
        });
        await done.Task.WaitAsync(TestNet.Deadline);
        Assert.Equal(armed.Order(), fired);
        Assert.Equal(0, early);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_handler_that_throws_ends_its_loop_and_is_reported(SocketKind kind)
    {
        using var net = new TestNet(kind) { ExpectsCrash = true };
        var loop = net.CreateLoop();
        loop.Post(() => throw new InvalidTimeZoneException("planted"));
        Assert.Equal("planted", (await net.Crash.WaitAsync(TestNet.Deadline)).Message);
        loop.Post(() => Assert.Fail("a loop that ended opened mail"));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public void Mail_for_a_loop_that_ended_is_left_lying(SocketKind kind)
    {
        var net = new TestNet(kind);
        var loop = net.CreateLoop();
        net.Dispose();
        loop.Post(() => Assert.Fail("a loop that ended opened mail"));
        net.Dispose();
    }
}
