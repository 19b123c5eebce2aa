using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>A connection being made: ends once, by success, failure or time-out.</summary>
internal sealed unsafe class EpollDial : IReady
{
    private readonly EpollLoop _loop;
    private readonly Endpoint _remote;
    private readonly IDialHandler _handler;
    private readonly LoopTimer _timer;
    private readonly int _fd;
    private ulong _token;

    private EpollDial(EpollLoop loop, int fd, Endpoint remote, IDialHandler handler)
    {
        _loop = loop;
        _fd = fd;
        _remote = remote;
        _handler = handler;
        _timer = loop.CreateTimer(() => End("timed out"));
    }

    public static void Start(EpollLoop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler)
    {
        var fd = EpollTransport.OpenSocket(remote, Libc.SOCK_STREAM_NONBLOCK_CLOEXEC, out var failure);
        if (fd < 0 || (local is { } from && !EpollTransport.Bind(fd, from, out failure)))
        {
            Fail(loop, fd, handler, failure!);
            return;
        }

        var address = stackalloc byte[SocketAddressBytes.Capacity];
        var length = SocketAddressBytes.Write(remote, new Span<byte>(address, SocketAddressBytes.Capacity));
        if (Libc.connect(fd, address, length) != 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.EINPROGRESS)
        {
            Fail(loop, fd, handler, Libc.LastError());
            return;
        }

        var dial = new EpollDial(loop, fd, remote, handler);
        dial._token = loop.Add(fd, Libc.EPOLLOUT, dial);
        dial._timer.Arm(timeout);
    }

    public void OnReady(uint events)
    {
        int error = 0, length = sizeof(int);
        Libc.getsockopt(_fd, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &length);
        End(error == 0 ? null : System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error));
    }

    /// <summary>The handler hears of it later, as of every other end: never within the call that dialled.</summary>
    private static void Fail(EpollLoop loop, int fd, IDialHandler handler, string reason)
    {
        if (fd >= 0)
        {
            Libc.close(fd);
        }

        loop.Post(() => handler.OnDialFailed(reason));
    }

    private void End(string? failure)
    {
        _timer.Disarm();
        _loop.Remove(_fd, _token);
        if (failure is null)
        {
            _handler.OnConnected(new EpollLink(_fd, _remote));
        }
        else
        {
            Libc.close(_fd);
            _handler.OnDialFailed(failure);
        }
    }
}
