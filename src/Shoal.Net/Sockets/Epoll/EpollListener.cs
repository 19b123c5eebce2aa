using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>A listening TCP socket.</summary>
internal sealed unsafe class EpollListener : IListener, IReady
{
    /// <summary>Accepts at most so many in one batch, so that a flood of strangers cannot starve the peers.</summary>
    private const int AcceptsPerBatch = 32;

    private readonly EpollLoop _loop;
    private readonly IAcceptHandler _handler;
    private readonly int _fd;
    private readonly ulong _token;
    private bool _closed;

    public EpollListener(EpollLoop loop, int fd, Endpoint local, IAcceptHandler handler)
    {
        _loop = loop;
        _fd = fd;
        _handler = handler;
        Local = local;
        _token = loop.Add(fd, Libc.EPOLLIN, this);
    }

    public Endpoint Local { get; }

    public void OnReady(uint events)
    {
        var address = stackalloc byte[SocketAddressBytes.Capacity];
        for (var i = 0; i < AcceptsPerBatch && !_closed; i++)
        {
            var length = SocketAddressBytes.Capacity;
            var fd = Libc.accept4(_fd, address, &length, Libc.SOCK_NONBLOCK_CLOEXEC);
            if (fd < 0)
            {
                return;
            }

            _handler.OnAccepted(EpollTransport.Adopt(fd, SocketAddressBytes.Read(new ReadOnlySpan<byte>(address, SocketAddressBytes.Capacity))));
        }
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _loop.Remove(_fd, _token);
            Libc.close(_fd);
        }
    }
}
