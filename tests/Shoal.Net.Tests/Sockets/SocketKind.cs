namespace Shoal.Net.Tests.Sockets;

/// <summary>The transports that must behave alike.</summary>
public enum SocketKind
{
    Epoll,
    Managed,
}
