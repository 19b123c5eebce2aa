using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>How streams are made and datagrams travel. Real sockets in life, virtual ones in simulation.</summary>
public interface ITransport
{
    /// <summary>Opens a port. Called on the loop that will hear of incoming links.</summary>
    /// <returns>The listener, or null with the reason in words.</returns>
    IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure);

    /// <summary>Begins to connect, from the given local address (port 0) where there is one. The handler hears the end on this loop.</summary>
    void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler);

    /// <summary>Opens a port for datagrams of the local address's family. Called on the loop that will hear them.</summary>
    /// <returns>The port, or null with the reason in words.</returns>
    IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure);
}
