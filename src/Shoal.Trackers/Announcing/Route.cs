using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>One way to a tracker: from an address of ours, or from any of the family, to the tracker's addresses of that family.</summary>
/// <param name="Local">With port 0; any address of the family where nothing is bound.</param>
/// <param name="Addresses">At least one.</param>
internal sealed record Route(Endpoint Local, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Null where the system chooses.</summary>
    public Endpoint? Bind => Local == AnyOf(Local.IsIPv4) ? null : Local;

    /// <summary>The ways to these addresses: for each bound address, or else for each family, one.</summary>
    public static IReadOnlyList<Route> Of(IReadOnlyList<IPAddress> addresses, IReadOnlyList<Endpoint> binds)
    {
        var locals = binds.Count == 0 ? [AnyOf(isIPv4: true), AnyOf(isIPv4: false)] : binds.Select(bind => bind.WithPort(0)).Distinct().Take(Limits.Binds);
        var plain = addresses.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToList();
        return
        [
            .. locals.Select(local => new Route(local, [.. plain.Where(address => local.IsIPv4 == (address.AddressFamily == AddressFamily.InterNetwork))]))
                .Where(route => route.Addresses.Count > 0),
        ];
    }

    private static Endpoint AnyOf(bool isIPv4) => Endpoint.From(isIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
}
