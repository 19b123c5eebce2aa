namespace Shoal.Dht.Routing;

/// <summary>Sizes of a table, and its defences against who has many ids; a defence is switched off only to show what it is worth.</summary>
internal sealed record RoutingOptions
{
    public static RoutingOptions Default { get; } = new();

    /// <summary>Ids that follow from their address (BEP 42) displace others, and are named before them in answers.</summary>
    public bool PrefersSecureIds { get; init; } = true;

    /// <summary>One node of a /24, or /64, in the table: one for each bucket would be a third of it for who has eight.</summary>
    public bool SpreadsBuckets { get; init; } = true;

    /// <summary>One node of a /24, or /64, in an answer.</summary>
    public bool SpreadsAnswers { get; init; } = true;

    /// <summary>Places of the first buckets, which hold the most of the network and save every lookup a step or two; the rest have <see cref="Limits.K"/>. Powers of two.</summary>
    public IReadOnlyList<int> FirstBuckets { get; init; } = [128, 64, 32, 16];

    /// <summary>How long a node may be silent before it is asked whether it is there (BEP 5: 15 minutes).</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(Limits.StaleSeconds);

    /// <summary>Places of a bucket.</summary>
    public int PlacesOf(int bucket) => bucket < FirstBuckets.Count ? FirstBuckets[bucket] : Limits.K;
}
