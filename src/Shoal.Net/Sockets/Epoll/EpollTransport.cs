using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>TCP and UDP by non-blocking system calls on <see cref="EpollLoop"/>s. Linux.</summary>
public sealed unsafe class EpollTransport : ITransport
{
    private const int Backlog = 512;

    /// <inheritdoc/>
    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        var fd = OpenSocket(local, Libc.SOCK_STREAM_NONBLOCK_CLOEXEC, out failure);
        if (fd < 0)
        {
            return null;
        }

        SetOption(fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
        if (!Bind(fd, local, out failure) || Libc.listen(fd, Backlog) != 0)
        {
            failure ??= Libc.LastError();
            Libc.close(fd);
            return null;
        }

        return new EpollListener((EpollLoop)loop, fd, LocalNameOf(fd), handler);
    }

    /// <inheritdoc/>
    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) =>
        EpollDial.Start((EpollLoop)loop, local, remote, timeout, handler);

    /// <inheritdoc/>
    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        var fd = OpenSocket(local, Libc.SOCK_DGRAM_NONBLOCK_CLOEXEC, out failure);
        if (fd < 0)
        {
            return null;
        }

        if (!Bind(fd, local, out failure))
        {
            Libc.close(fd);
            return null;
        }

        return new EpollDatagrams((EpollLoop)loop, fd, LocalNameOf(fd), handler);
    }

    internal static int OpenSocket(Endpoint of, int type, out string? failure)
    {
        var fd = Libc.socket(SocketAddressBytes.FamilyOf(of), type, 0);
        failure = fd < 0 ? Libc.LastError() : null;
        if (fd >= 0 && type == Libc.SOCK_STREAM_NONBLOCK_CLOEXEC)
        {
            // We batch ourselves; requests and small messages must not wait for more. What a port accepts inherits it.
            SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        }

        if (fd >= 0 && !of.IsIPv4)
        {
            // IPv4 has its own listener on the same port.
            SetOption(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
        }

        return fd;
    }

    internal static bool Bind(int fd, Endpoint local, out string? failure)
    {
        var address = stackalloc byte[SocketAddressBytes.Capacity];
        var length = SocketAddressBytes.Write(local, new Span<byte>(address, SocketAddressBytes.Capacity));
        failure = Libc.bind(fd, address, length) == 0 ? null : Libc.LastError();
        return failure is null;
    }

    internal static Endpoint LocalNameOf(int fd)
    {
        var address = stackalloc byte[SocketAddressBytes.Capacity];
        var length = SocketAddressBytes.Capacity;
        Libc.getsockname(fd, address, &length);
        return SocketAddressBytes.Read(new ReadOnlySpan<byte>(address, SocketAddressBytes.Capacity));
    }

    internal static void SetOption(int fd, int level, int option, int value) => Libc.setsockopt(fd, level, option, &value, sizeof(int));
}
