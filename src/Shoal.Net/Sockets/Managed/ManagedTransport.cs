using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>TCP and UDP by the framework's sockets on <see cref="ManagedLoop"/>s: everywhere, and on Linux as the tested fallback.</summary>
public sealed class ManagedTransport : ITransport
{
    private const int Backlog = 512;

    /// <inheritdoc/>
    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        Socket? socket = null;
        try
        {
            socket = Open(local, SocketType.Stream);
            socket.Bind(ToFramework(local));
            socket.Listen(Backlog);
            failure = null;
            return new ManagedListener(loop, socket, FromFramework(socket.LocalEndPoint), handler);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            failure = e.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) =>
        ManagedDial.Start(loop, local, remote, timeout, handler);

    /// <inheritdoc/>
    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        Socket? socket = null;
        try
        {
            socket = Open(local, SocketType.Dgram);
            socket.Blocking = false;
            socket.Bind(ToFramework(local));
            failure = null;
            return new ManagedDatagrams(loop, socket, FromFramework(socket.LocalEndPoint), handler);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            failure = e.Message;
            return null;
        }
    }

    internal static Socket Open(Endpoint of, SocketType type)
    {
        var family = of.IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var socket = new Socket(family, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        if (!of.IsIPv4)
        {
            // IPv4 has its own listener on the same port.
            socket.DualMode = false;
        }

        return socket;
    }

    /// <summary>Makes a link of a connected socket; null where it broke meanwhile.</summary>
    internal static ManagedLink? Adopt(Socket socket)
    {
        try
        {
            // We batch ourselves; requests and small messages must not wait for more.
            socket.NoDelay = true;
            socket.Blocking = false;
            return new ManagedLink(socket, FromFramework(socket.LocalEndPoint), FromFramework(socket.RemoteEndPoint));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    internal static IPEndPoint ToFramework(Endpoint endpoint) => new(endpoint.ToIPAddress(), endpoint.Port);

    internal static Endpoint FromFramework(EndPoint? endpoint) => endpoint is IPEndPoint ip ? Endpoint.From(ip.Address, ip.Port) : default;
}
