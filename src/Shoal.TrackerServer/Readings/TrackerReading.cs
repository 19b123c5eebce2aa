using Shoal.TrackerServer.Swarms;
using Shoal.Web.Metrics;

namespace Shoal.TrackerServer.Readings;

/// <summary>What a tracker is, holds and has done, at one moment: what /metrics, /stats and the log tell.</summary>
internal sealed record TrackerReading
{
    public required string Version { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Torrents that have or lately had a peer.</summary>
    public required long Torrents { get; init; }

    /// <summary>Who is here, each in his own family; a client with both is in each.</summary>
    public required PeerCounts Peers { get; init; }

    /// <summary>Announces taken since the start, whichever way they came.</summary>
    public required long Announces { get; init; }

    /// <summary>Scrapes answered since the start, whichever way they came.</summary>
    public required long Scrapes { get; init; }

    /// <summary>Announces and scrapes that the rules forbade, by the reason, whichever way they came.</summary>
    public required IReadOnlyList<Tally> Refusals { get; init; }

    /// <summary>Downloads that ended since the start.</summary>
    public required long Completed { get; init; }

    /// <summary>Torrents forgotten because the memory was used up.</summary>
    public required long Evicted { get; init; }

    /// <summary>Bytes that swarms and peers take.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>Bytes that they may take.</summary>
    public required long StoreLimit { get; init; }

    public required IReadOnlyList<ListenerReading> Listeners { get; init; }

    public required ProcessReading Process { get; init; }

    /// <summary>When the certificate ends that is served by HTTPS; null without HTTPS.</summary>
    public DateTimeOffset? CertificateEnds { get; init; }

    /// <summary>Requests that got no answer or a refusal, and packets that the kernel dropped.</summary>
    public long NotServed => Refusals.Sum(static each => each.Count) + Listeners.Sum(static each => each.NotServed);

    public TimeSpan Uptime => Now - Started;

    /// <summary>The accounts of a private tracker; null where there are none.</summary>
    public AccountReading? Accounts { get; init; }
}
