using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>A listening TCP socket.</summary>
internal sealed unsafe class EpollListener : IListener, IReady
{
    private readonly EpollLoop _loop;
    private readonly IAcceptHandler _handler;
    private readonly int _fd;
    private readonly ulong _token;
    private readonly LoopTimer _pause;
    private bool _closed;

    public EpollListener(EpollLoop loop, int fd, Endpoint local, IAcceptHandler handler)
    {
        _loop = loop;
        _fd = fd;
        _handler = handler;
        Local = local;
        _token = loop.Add(fd, Libc.EPOLLIN, this);
        _pause = loop.CreateTimer(() => Rest(false));
    }

    public Endpoint Local { get; }

    /// <summary>No descriptor was left for the next connection.</summary>
    public bool IsResting { get; private set; }

    public void OnReady(uint events)
    {
        var address = stackalloc byte[SocketAddressBytes.Capacity];
        for (var i = 0; i < Limits.AcceptsPerBatch && !_closed; i++)
        {
            var length = SocketAddressBytes.Capacity;
            var fd = Libc.accept4(_fd, address, &length, Libc.SOCK_NONBLOCK_CLOEXEC);
            if (fd >= 0)
            {
                _handler.OnAccepted(new EpollLink(fd, SocketAddressBytes.Read(new ReadOnlySpan<byte>(address, SocketAddressBytes.Capacity))));
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error is Libc.EINTR or Libc.ECONNABORTED)
            {
                continue;
            }

            if (error != Libc.EAGAIN)
            {
                Rest(true);
                _pause.Arm(Limits.AcceptPause);
            }

            return;
        }
    }

    public void AwaitFirstBytes(TimeSpan patience) => EpollTransport.SetOption(_fd, Libc.IPPROTO_TCP, Libc.TCP_DEFER_ACCEPT, (int)patience.TotalSeconds);

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _pause.Disarm();
            _loop.Remove(_fd, _token);
            Libc.close(_fd);
        }
    }

    private void Rest(bool rest)
    {
        IsResting = rest;
        _loop.Change(_fd, rest ? 0 : Libc.EPOLLIN, _token);
    }
}
