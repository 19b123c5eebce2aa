using System.Runtime.InteropServices;

namespace Shoal.Net.Sockets.Packets;

/// <summary>The system calls that move many packets at once, which the framework does not have.</summary>
internal static unsafe partial class PacketCalls
{
    public const int MSG_DONTWAIT = 0x40;
    public const int SO_REUSEPORT = 15;
    public const int IPPROTO_IP = 0;
    public const int IP_PKTINFO = 8;
    public const int IPV6_RECVPKTINFO = 49;
    public const int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    public const short POLLIN = 1;
    private const int EBADF = 9;

    /// <summary>True where the kernel knows the calls and lets us make them: they are tried on no socket at all.</summary>
    public static bool AreThere { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && Reach();

    [LibraryImport("libc", SetLastError = true)] public static partial int recvmmsg(int fd, MessageHeader* messages, uint count, int flags, void* timeout);
    [LibraryImport("libc", SetLastError = true)] public static partial int sendmmsg(int fd, MessageHeader* messages, uint count, int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial int poll(PollEntry* entries, nuint count, int timeoutMs);

    private static bool Reach()
    {
        try
        {
            return recvmmsg(-1, null, 0, 0, null) < 0 && Marshal.GetLastPInvokeError() == EBADF && sendmmsg(-1, null, 0, 0) < 0 && Marshal.GetLastPInvokeError() == EBADF;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
}
