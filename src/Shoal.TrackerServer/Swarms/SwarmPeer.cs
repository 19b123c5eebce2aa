using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>One peer of a swarm, known by the address that it came from and the port that it named, so that nobody speaks for another.</summary>
internal sealed class SwarmPeer(Endpoint endpoint)
{
    public Endpoint Endpoint => endpoint;

    /// <summary>As it called itself last.</summary>
    public PeerId Id { get; set; }

    public bool IsSeed { get; set; }

    /// <summary>When it announced last.</summary>
    public TimeSpan Seen { get; set; }

    /// <summary>Its place in its group.</summary>
    public int Index { get; set; }
}
