namespace Shoal.Trackers.Announcing;

/// <summary>One tracker of a torrent at one moment, fit to be shown.</summary>
/// <param name="Tier">From 0.</param>
/// <param name="ShownUrl">Without what may be a passkey.</param>
/// <param name="Status">How it stands.</param>
/// <param name="NextAnnounceIn">Null where nothing is planned.</param>
/// <param name="LastError">A sentence without its subject, the tracker; null when the last announce went well.</param>
/// <param name="Warning">The tracker's own words to the user.</param>
/// <param name="Seeders">As it last said.</param>
/// <param name="Leechers">As it last said.</param>
/// <param name="Completed">Downloads finished, as its last scrape said.</param>
/// <param name="Peers">Addresses in its last answer.</param>
public sealed record TrackerSnapshot(
    int Tier, string ShownUrl, TrackerStatus Status, TimeSpan? NextAnnounceIn, string? LastError, string? Warning, int? Seeders, int? Leechers, int? Completed, int Peers);
