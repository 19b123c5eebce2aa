namespace Shoal.TrackerServer.Swarms;

/// <summary>What the store is told at its start.</summary>
internal sealed record StoreOptions
{
    /// <summary>How often peers shall announce: what is handed out differs by up to a tenth, so that they do not come all at once.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Swarms known at once; more are refused.</summary>
    public long MostSwarms { get; init; } = long.MaxValue;

    /// <summary>Peers known at once; more are refused.</summary>
    public long MostPeers { get; init; } = long.MaxValue;

    /// <summary>Bytes for swarms and peers; where they are used up, swarms that nobody announced for longest are forgotten.</summary>
    public long Memory { get; init; } = long.MaxValue;

    /// <summary>Parts with a lock each; a power of two.</summary>
    public int Shards { get; init; } = Limits.Shards;

    /// <summary>Who was silent for longer is forgotten.</summary>
    public TimeSpan Silence => 2 * Interval > Limits.SilenceLeast ? 2 * Interval : Limits.SilenceLeast;
}
