using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Net.Tests.Sockets;

/// <summary>One transport with its loops; a loop that crashes fails the test.</summary>
internal sealed class TestNet(SocketKind kind, TimeProvider? time = null) : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static readonly Endpoint AnyPort = Parse("127.0.0.1:0");

    private readonly List<Loop> _loops = [];
    private readonly TaskCompletionSource<Exception> _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _crashed;

    public ITransport Transport { get; } = kind == SocketKind.Epoll ? new EpollTransport() : new ManagedTransport();

    /// <summary>Set where the test expects a crash.</summary>
    public Task<Exception> Crash => _crash.Task;

    public bool ExpectsCrash { get; init; }

    public static Endpoint Parse(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);

    public Loop CreateLoop()
    {
        void OnCrash(Exception e)
        {
            _crashed = e;
            _crash.TrySetResult(e);
        }
        var clock = time ?? SystemClock.Instance;
        Loop loop = kind == SocketKind.Epoll ? new EpollLoop(clock, "test", OnCrash) : new ManagedLoop(clock, "test", OnCrash);
        _loops.Add(loop);
        return loop;
    }

    public static Task<T> On<T>(Loop loop, Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task.WaitAsync(Deadline);
    }

    public static Task On(Loop loop, Action call) => On(loop, () =>
    {
        call();
        return true;
    });

    public async Task<Acceptor> Listen(Loop loop, Endpoint? at = null)
    {
        var acceptor = new Acceptor();
        acceptor.Listener = await On(loop, () =>
        {
            var listener = Transport.Listen(loop, at ?? AnyPort, acceptor, out var failure);
            acceptor.Failure = failure;
            return listener;
        });
        return acceptor;
    }

    public async Task<Dialled> Dial(Loop loop, Endpoint remote, Endpoint? local = null, TimeSpan? timeout = null)
    {
        var dialled = new Dialled();
        await On(loop, () =>
        {
            Transport.Dial(loop, local, remote, timeout ?? Deadline, dialled);
            dialled.DialReturned();
        });
        return dialled;
    }

    /// <summary>Two ends of one connection, attached to no loop yet.</summary>
    public async Task<(ILink Ours, ILink Theirs)> Pair(Loop loop)
    {
        var acceptor = await Listen(loop);
        var ours = await (await Dial(loop, acceptor.Listener!.Local)).Link;
        var theirs = await acceptor.Next();
        await On(loop, acceptor.Listener.Close);
        return (ours, theirs);
    }

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            ((IDisposable)loop).Dispose();
        }

        if (!ExpectsCrash && _crashed is not null)
        {
            Assert.Fail("a loop crashed: " + _crashed);
        }
    }
}
