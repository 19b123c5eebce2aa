using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>A TCP connection on an <see cref="EpollLoop"/>: level-triggered, one vectored system call a read or write.</summary>
internal sealed unsafe class EpollLink(int fd, Endpoint remote) : ILink, IReady
{
    private EpollLoop? _loop;
    private ILinkHandler? _handler;
    private ulong _token;

    /// <summary>What epoll watches for now.</summary>
    private uint _events;
    private bool _closed;

    public Endpoint Remote => remote;

    /// <summary>Asked of the kernel when somebody wants to know, since a server that is asked once a connection does not.</summary>
    public Endpoint Local => _closed ? default : EpollTransport.LocalNameOf(fd);

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        fixed (IoRun* runs = into)
        {
            var got = Libc.readv(fd, runs, into.Length);
            return got > 0 ? (int)got : got == 0 ? ILink.Closed : WouldBlock();
        }
    }

    public int Send(ReadOnlySpan<IoRun> from)
    {
        fixed (IoRun* runs = from)
        {
            var sent = Libc.writev(fd, runs, from.Length);
            return sent >= 0 ? (int)sent : WouldBlock();
        }
    }

    public int SendFile(SafeFileHandle file, long offset, int count)
    {
        var sent = Libc.sendfile(fd, file, &offset, count);
        if (sent >= 0)
        {
            return sent > 0 || count == 0 ? (int)sent : ILink.FileEnded;
        }

        return Marshal.GetLastPInvokeError() is Libc.EIO or Libc.EINVAL ? ILink.FileEnded : WouldBlock();
    }

    public void NotifyWritable() => Watch(Libc.EPOLLIN | Libc.EPOLLOUT);

    public void Attach(Loop loop, ILinkHandler handler)
    {
        Invariant.Check(_loop is null && loop is EpollLoop);
        _loop = (EpollLoop)loop;
        _handler = handler;
        _events = Libc.EPOLLIN;
        _token = _loop.Add(fd, _events, this);
    }

    public void Detach()
    {
        _loop?.Remove(fd, _token);
        _loop = null;
        _handler = null;
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            Detach();
            Libc.close(fd);
        }
    }

    public void OnReady(uint events)
    {
        if ((events & Libc.EPOLLOUT) != 0)
        {
            Watch(Libc.EPOLLIN);
            _handler?.OnWritable();
        }

        // Errors and hang-ups surface in the next receive.
        if ((events & ~Libc.EPOLLOUT) != 0)
        {
            _handler?.OnReadable();
        }
    }

    private static int WouldBlock()
    {
        var error = Marshal.GetLastPInvokeError();
        return error is Libc.EAGAIN or Libc.EINTR ? 0 : ILink.Closed;
    }

    private void Watch(uint events)
    {
        if (_events != events && _loop is not null)
        {
            _events = events;
            _loop.Change(fd, events, _token);
        }
    }
}
