using System.Net;

namespace Shoal.Net;

/// <summary>What a name led to: addresses of both families, or a reason and none.</summary>
/// <param name="Addresses">In the order of the answer; empty exactly when there is a failure.</param>
/// <param name="Failure">Why there are none, in words that go on from the host's name; null on success.</param>
public readonly record struct NameAnswer(IReadOnlyList<IPAddress> Addresses, string? Failure)
{
    /// <summary>Success.</summary>
    public static NameAnswer Of(params IReadOnlyList<IPAddress> addresses) => new(addresses, null);

    /// <summary>Failure.</summary>
    public static NameAnswer None(string failure) => new([], failure);
}
