namespace Shoal.TrackerServer.Accounts;

/// <summary>All that is known of a user.</summary>
/// <param name="User">In sum.</param>
/// <param name="Shares">Torrent by torrent, the latest first.</param>
internal sealed record UserReport(UserFigures User, IReadOnlyList<ShareFigures> Shares);
