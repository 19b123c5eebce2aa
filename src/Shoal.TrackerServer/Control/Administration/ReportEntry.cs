namespace Shoal.TrackerServer.Control.Administration;

/// <summary>All that is known of a user.</summary>
/// <param name="User">In sum.</param>
/// <param name="HitAndRuns">How often he took and ran.</param>
/// <param name="Shares">Torrent by torrent, the latest first.</param>
public sealed record ReportEntry(UserEntry User, int HitAndRuns, IReadOnlyList<ShareEntry> Shares);
