using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>The ways to a tracker that may be gone.</summary>
internal static class Routes
{
    /// <summary>None, with a reason that goes on from the tracker's name, where its name leads nowhere that it may.</summary>
    public static IReadOnlyList<Route> Of(TrackerUrl url, NameAnswer answer, IReadOnlyList<Endpoint> binds, out string? failure)
    {
        failure = answer.Failure;
        if (failure is not null)
        {
            return [];
        }

        var allowed = answer.Addresses.Where(address => AddressRules.Refusal(url, address) is null).ToList();
        if (allowed.Count == 0)
        {
            failure = AddressRules.Refusal(url, answer.Addresses[0]);
            return [];
        }

        var routes = Route.Of(allowed, binds);
        failure = routes.Count > 0 ? null : $"has no address that {string.Join(" or ", binds.Select(bind => bind.ToIPAddress()))} could reach ({string.Join(", ", allowed)})";
        return routes;
    }
}
