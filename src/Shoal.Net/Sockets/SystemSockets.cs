using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Net.Sockets;

/// <summary>The sockets of this machine: a transport and the loops that drive it, which belong together.</summary>
/// <param name="isPortable">The framework's sockets instead of epoll.</param>
public sealed class SystemSockets(bool isPortable)
{
    /// <summary>True where the system has no epoll.</summary>
    public static bool MustBePortable => !OperatingSystem.IsLinux();

    /// <summary>For loops of <see cref="CreateLoop"/> alone.</summary>
    public ITransport Transport { get; } = isPortable ? new ManagedTransport() : new EpollTransport();

    /// <summary>Starts a loop with a thread of that name, which ends when it is disposed. A handler that throws ends it too and is told to <paramref name="onCrash"/>.</summary>
    public Loop CreateLoop(string name, Action<Exception> onCrash) =>
        isPortable ? new ManagedLoop(SystemClock.Instance, name, onCrash) : new EpollLoop(SystemClock.Instance, name, onCrash);

    /// <summary>UDP sockets with threads of their own: see <see cref="PacketListeners.Open"/>.</summary>
    public PacketListeners? OpenPackets(IReadOnlyList<Endpoint> locals, int threads, Func<Endpoint, IPacketService> serve, Action<Exception> onCrash, out string? failure) =>
        PacketListeners.Open(locals, threads, isPortable, serve, onCrash, out failure);
}
