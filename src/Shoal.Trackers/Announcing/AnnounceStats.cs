namespace Shoal.Trackers.Announcing;

/// <summary>What a torrent tells its trackers.</summary>
/// <param name="Uploaded">Payload bytes sent since it was started.</param>
/// <param name="Downloaded">Payload bytes received since it was started.</param>
/// <param name="Left">Bytes that are not verified: counted from the pieces, not from what was received. More than 0 while the metadata is unknown.</param>
/// <param name="Wanted">How many peers it has use for; null: as the options say.</param>
public readonly record struct AnnounceStats(long Uploaded, long Downloaded, long Left, int? Wanted = null);
