using System.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.TrackerServer;

/// <summary>
/// Who may name another address than the one he speaks from, over UDP (BEP 15 "IP address") and HTTP ("ip", BEP 3; "ipv4" and "ipv6", BEP 7). Whom nobody listed may not:
/// he could send everybody to a victim.
/// </summary>
/// <param name="mayClaim">Those networks; none unless the operator says so.</param>
internal sealed class ClaimedAddresses(IReadOnlyList<IPNetwork> mayClaim)
{
    private readonly Networks _mayClaim = new(mayClaim);

    public bool MayClaim(Endpoint from) => mayClaim.Count > 0 && _mayClaim.Contain(from);

    /// <summary>Where a peer is: where it speaks from, unless it may say otherwise and does. All zeros say nothing (BEP 15).</summary>
    public Endpoint AddressOf(Endpoint from, Endpoint said) => !said.IsWildcard && MayClaim(from) ? said : from;
}
