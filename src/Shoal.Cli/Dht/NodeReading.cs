using Shoal.Dht.Snapshots;

namespace Shoal.Cli.Dht;

/// <summary>A node of ours at one moment, and what it did since the moment before.</summary>
internal sealed record NodeReading(DhtNodeSnapshot Node, NodeRates Rates)
{
    /// <summary>How it stands towards others, in a word or two.</summary>
    public string Standing => Node switch
    {
        { HasJoined: false, Nodes: 0 } => "knows nobody yet",
        { HasJoined: false } => "joining",
        { IsReadOnly: true } => "read-only",
        { IsReachable: true } => "reachable",
        _ => "not asked by strangers yet",
    };

    /// <summary>Those in its table, spares not counted, by bucket: how many, and their mean time to answer.</summary>
    public IEnumerable<(int Bucket, int Nodes, int Spares, TimeSpan Rtt)> Buckets => Node.Table.GroupBy(static row => row.Bucket).OrderBy(static bucket => bucket.Key).Select(static bucket => (
        bucket.Key,
        bucket.Count(static row => !row.IsSpare),
        bucket.Count(static row => row.IsSpare),
        TimeSpan.FromTicks((long)bucket.Average(static row => row.Rtt.Ticks))));
}
