using System.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Exchanges;

/// <summary>What to GET, and how far one may go for it.</summary>
/// <param name="Url">With path, query and perhaps credentials.</param>
/// <param name="Addresses">The host's, of one family: no other is connected to, whatever its name leads to meanwhile. A redirect keeps to the family.</param>
public sealed record ExchangeRequest(string Url, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The address that connections leave from; null lets the system choose.</summary>
    public Endpoint? Local { get; init; }

    /// <summary>Until the answer is whole, redirects included.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Redirects may lead to nearer networks than the tracker's own.</summary>
    public bool AllowPrivateRedirects { get; init; }
}
