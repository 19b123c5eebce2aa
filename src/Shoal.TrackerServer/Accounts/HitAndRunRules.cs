namespace Shoal.TrackerServer.Accounts;

/// <summary>
/// Who took and ran: he fetched much of a torrent, gave back less than he took, stayed for too short a time, and is gone.
/// </summary>
public sealed record HitAndRunRules
{
    /// <summary>Who fetched so much of it, in hundredths, took it; who fetched all of what he lacked did anyhow.</summary>
    public int Percent { get; init; } = 50;

    /// <summary>Who seeded for so long is forgiven.</summary>
    public TimeSpan Seeding { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Who gave so many times what he took is forgiven.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Who was there so lately may come again.</summary>
    public TimeSpan Absence { get; init; } = TimeSpan.FromHours(24);

    internal bool Applies(ShareFigures share, DateTimeOffset now)
    {
        var took = share.Downloaded > 0 && (share.Completed is not null || share.Downloaded >= share.MostLeft * (Percent / 100m));
        return took && share.Seeding < Seeding && share.Uploaded < share.Downloaded * Ratio && now - share.Last >= Absence;
    }
}
