using Shoal.Runtime;

namespace Shoal.TrackerServer.Readings;

/// <summary>What one listener has seen.</summary>
/// <param name="Protocol">"udp", "http" or "https".</param>
/// <param name="Address">Where it listens, which tells the family too.</param>
/// <param name="Requests">Every request, each in one tally.</param>
internal sealed record ListenerReading(string Protocol, Endpoint Address, IReadOnlyList<Tally> Requests)
{
    /// <summary>Packets that the kernel dropped because they were not taken in time; null where it does not say.</summary>
    public long? Dropped { get; init; }

    /// <summary>Open connections, where there are connections.</summary>
    public long? Connections { get; init; }

    /// <summary>Connections since the start, each in one tally.</summary>
    public IReadOnlyList<Tally> Accepted { get; init; } = [];

    /// <summary>Requests without the answer that was asked for, those that the kernel dropped included.</summary>
    public long NotServed => (Dropped ?? 0) + Requests.Where(static each => each.Outcome is not ("connect" or "announce" or "scrape" or "answered")).Sum(static each => each.Count);

    public string Family => Address.IsIPv4 ? "ipv4" : "ipv6";
}
