using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>Hears datagrams, on the loop of their port.</summary>
public interface IDatagramHandler
{
    /// <summary>One came. Its bytes are valid during the call.</summary>
    void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram);
}
