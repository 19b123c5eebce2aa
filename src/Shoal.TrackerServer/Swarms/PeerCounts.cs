namespace Shoal.TrackerServer.Swarms;

/// <summary>Peers by family and by whether they have the whole.</summary>
internal readonly record struct PeerCounts(long SeedersV4, long LeechersV4, long SeedersV6, long LeechersV6)
{
    public long Seeders => SeedersV4 + SeedersV6;

    public long Leechers => LeechersV4 + LeechersV6;

    /// <summary>The sums of two.</summary>
    public static PeerCounts operator +(PeerCounts left, PeerCounts right) =>
        new(left.SeedersV4 + right.SeedersV4, left.LeechersV4 + right.LeechersV4, left.SeedersV6 + right.SeedersV6, left.LeechersV6 + right.LeechersV6);
}
