using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>A UDP socket, level-triggered: what a batch leaves is told of again.</summary>
internal sealed unsafe class EpollDatagrams : IDatagrams, IReady
{
    private readonly EpollLoop _loop;
    private readonly IDatagramHandler _handler;
    private readonly int _fd;
    private readonly ulong _token;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Limits.DatagramLength);
    private bool _closed;

    public EpollDatagrams(EpollLoop loop, int fd, Endpoint local, IDatagramHandler handler)
    {
        _loop = loop;
        _fd = fd;
        _handler = handler;
        Local = local;
        _token = loop.Add(fd, Libc.EPOLLIN, this);
    }

    public Endpoint Local { get; }

    public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
    {
        if (_closed || to.IsIPv4 != Local.IsIPv4)
        {
            return false;
        }

        var address = stackalloc byte[SocketAddressBytes.Capacity];
        var length = SocketAddressBytes.Write(to, new Span<byte>(address, SocketAddressBytes.Capacity));
        fixed (byte* bytes = datagram)
        {
            return Libc.sendto(_fd, bytes, datagram.Length, 0, address, length) == datagram.Length;
        }
    }

    public void OnReady(uint events)
    {
        var address = stackalloc byte[SocketAddressBytes.Capacity];
        for (var i = 0; i < Limits.DatagramsPerBatch && !_closed; i++)
        {
            var addressLength = SocketAddressBytes.Capacity;
            nint got;
            fixed (byte* bytes = _buffer)
            {
                got = Libc.recvfrom(_fd, bytes, _buffer.Length, 0, address, &addressLength);
            }

            if (got >= 0)
            {
                _handler.OnDatagram(SocketAddressBytes.Read(new ReadOnlySpan<byte>(address, SocketAddressBytes.Capacity)), _buffer.AsSpan(0, (int)got));
            }
            else if (Marshal.GetLastPInvokeError() == Libc.EAGAIN)
            {
                return;
            }
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
