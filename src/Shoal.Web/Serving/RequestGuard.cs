using System.Net;
using Microsoft.AspNetCore.Http;

namespace Shoal.Web.Serving;

/// <summary>
/// Keeps web pages of others away from a listener that trusts whoever reaches it. A page that had its own name point here (DNS rebinding) gives that name as the host; a page
/// that sends its reader's browser here gives its own origin.
/// </summary>
internal sealed class RequestGuard(IReadOnlyList<string> names, string nameCure)
{
    /// <summary>Why a request is refused, or null.</summary>
    public string? Refusal(HttpRequest request)
    {
        if (!IsOurs(request.Host.Host))
        {
            return $"this is not the host '{request.Host.Host}': {nameCure}";
        }

        var origin = request.Headers.Origin;
        var isSame = origin.Count == 0 || (origin.Count == 1 && IsOrigin(origin[0], request.Host.Value!));
        // Fetch Metadata: a browser says so even where it sends no origin.
        return isSame && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" ? null : "pages of other sites may not ask here";
    }

    /// <summary>An address cannot be another's name; "localhost" never leaves the machine.</summary>
    private bool IsOurs(string host) =>
        IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || names.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>A proxy before us may speak TLS.</summary>
    private static bool IsOrigin(string? origin, string host) =>
        string.Equals(origin, "http://" + host, StringComparison.OrdinalIgnoreCase) || string.Equals(origin, "https://" + host, StringComparison.OrdinalIgnoreCase);
}
