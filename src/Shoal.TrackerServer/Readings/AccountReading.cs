namespace Shoal.TrackerServer.Readings;

/// <summary>The accounts of a private tracker.</summary>
/// <param name="Shares">Users' torrents in memory.</param>
/// <param name="Implausible">Bytes that were told and are more than a line carries: not counted.</param>
/// <param name="Unaccounted">Announces that were served and not counted for want of room.</param>
internal sealed record AccountReading(long Shares, long Implausible, long Unaccounted);
