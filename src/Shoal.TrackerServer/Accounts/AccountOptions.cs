namespace Shoal.TrackerServer.Accounts;

/// <summary>How a private tracker keeps its accounts.</summary>
public sealed record AccountOptions
{
    /// <summary>A peer's line carries so much each way, bytes a second; what is told beyond is not counted. 10 Gbit/s.</summary>
    public long MostBytesPerSecond { get; init; } = 1_250_000_000;

    /// <summary>Who was silent for longer did not seed meanwhile: two intervals of 30 minutes and 12 minutes, as the swarms have it.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(72);

    /// <summary>How often figures are written; a tracker that is killed loses what came since.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);
}
