using System.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages;

/// <summary>What a tracker answers, the same over HTTP and UDP; a failure and no peers, or peers.</summary>
public sealed record AnnounceReply
{
    /// <summary>"failure reason", made printable and cut; null when the announce was taken.</summary>
    public string? Failure { get; init; }

    /// <summary>BEP 31 "retry in"; <see cref="Timeout.InfiniteTimeSpan"/> for "never".</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>"warning message", made printable and cut.</summary>
    public string? Warning { get; init; }

    /// <summary>When to announce again, as the tracker says, 5 s to a day; null where it does not say or says what cannot be.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Never announce more often than this; within the same bounds.</summary>
    public TimeSpan? MinInterval { get; init; }

    /// <summary>BEP 3 "tracker id": bytes to be given back as they came, so each character stands for one byte.</summary>
    public string? TrackerId { get; init; }

    /// <summary>"complete": peers with the whole.</summary>
    public int? Seeders { get; init; }

    /// <summary>"incomplete": peers that still fetch.</summary>
    public int? Leechers { get; init; }

    /// <summary>Addresses of both families, without port 0.</summary>
    public IReadOnlyList<Endpoint> Peers { get; init; } = [];

    /// <summary>BEP 24 "external ip": our address as the tracker sees it.</summary>
    public IPAddress? ExternalAddress { get; init; }
}
