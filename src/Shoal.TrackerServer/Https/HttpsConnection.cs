using Shoal.Runtime;

namespace Shoal.TrackerServer.Https;

/// <summary>What is known of a connection by TLS besides Kestrel.</summary>
/// <param name="From">Whose it is.</param>
/// <param name="IsProxied">A proxy of the operator's is at the other end; it counts for nobody.</param>
/// <param name="Counters">Of the listener that took it.</param>
internal sealed record HttpsConnection(Endpoint From, bool IsProxied, HttpsCounters Counters)
{
    /// <summary>Its handshake came to a good end.</summary>
    public bool IsSecure { get; set; }
}
