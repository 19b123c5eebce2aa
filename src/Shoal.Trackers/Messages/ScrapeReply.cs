using System.Collections.Immutable;
using Shoal.Metainfo;

namespace Shoal.Trackers.Messages;

/// <summary>What a tracker answers to a scrape (BEP 48): a failure, or the swarms that it knows.</summary>
public sealed record ScrapeReply
{
    /// <summary>"failure reason", made printable and cut; null when the scrape was taken.</summary>
    public string? Failure { get; init; }

    /// <summary>The counts by info-hash; a swarm that the tracker does not know may be missing.</summary>
    public IReadOnlyDictionary<Sha1Hash, ScrapeCounts> Swarms { get; init; } = ImmutableDictionary<Sha1Hash, ScrapeCounts>.Empty;
}
