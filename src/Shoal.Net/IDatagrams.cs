using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>An open port for datagrams (UDP). All members are called on its loop.</summary>
public interface IDatagrams
{
    /// <summary>Where it is bound, with the port that was really given.</summary>
    Endpoint Local { get; }

    /// <summary>Sends one datagram. False where it was not taken (no route, a full buffer, too long): it is lost, as any datagram may be.</summary>
    bool Send(Endpoint to, ReadOnlySpan<byte> datagram);

    /// <summary>Closes it at once; the handler is not called afterwards.</summary>
    void Close();
}
