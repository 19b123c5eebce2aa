using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>The system calls of the reactor.</summary>
internal static unsafe partial class Libc
{
    public const int EAGAIN = 11;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EINVAL = 22;
    public const int ECONNABORTED = 103;
    public const int EINPROGRESS = 115;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLERR = 8;
    public const uint EPOLLHUP = 16;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK_CLOEXEC = 0x80800;
    public const int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    public const int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    public const int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SO_ERROR = 4;
    public const int IPPROTO_TCP = 6;
    public const int TCP_NODELAY = 1;
    public const int TCP_DEFER_ACCEPT = 9;
    public const int IPPROTO_IPV6 = 41;
    public const int IPV6_V6ONLY = 26;

    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_create1(int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_ctl(int epoll, int operation, int fd, void* ev);
    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_wait(int epoll, void* events, int capacity, int timeoutMs);
    [LibraryImport("libc", SetLastError = true)] public static partial int eventfd(uint initial, int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial nint read(int fd, void* buffer, nint count);
    [LibraryImport("libc", SetLastError = true)] public static partial nint write(int fd, void* buffer, nint count);
    [LibraryImport("libc", SetLastError = true)] public static partial nint readv(int fd, IoRun* runs, int count);
    [LibraryImport("libc", SetLastError = true)] public static partial nint writev(int fd, IoRun* runs, int count);
    [LibraryImport("libc", SetLastError = true)] public static partial nint sendfile(int fd, SafeFileHandle file, long* offset, nint count);
    [LibraryImport("libc", SetLastError = true)] public static partial int socket(int family, int type, int protocol);
    [LibraryImport("libc", SetLastError = true)] public static partial int bind(int fd, void* address, int length);
    [LibraryImport("libc", SetLastError = true)] public static partial int listen(int fd, int backlog);
    [LibraryImport("libc", SetLastError = true)] public static partial int accept4(int fd, void* address, int* length, int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial int connect(int fd, void* address, int length);
    [LibraryImport("libc", SetLastError = true)] public static partial int getsockname(int fd, void* address, int* length);
    [LibraryImport("libc", SetLastError = true)] public static partial int setsockopt(int fd, int level, int option, void* value, int length);
    [LibraryImport("libc", SetLastError = true)] public static partial int getsockopt(int fd, int level, int option, void* value, int* length);
    [LibraryImport("libc", SetLastError = true)] public static partial nint recvfrom(int fd, void* buffer, nint length, int flags, void* address, int* addressLength);
    [LibraryImport("libc", SetLastError = true)] public static partial nint sendto(int fd, void* buffer, nint length, int flags, void* address, int addressLength);
    [LibraryImport("libc", SetLastError = true)] public static partial int close(int fd);

    /// <summary>The last system call's error in words.</summary>
    public static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
