namespace Shoal.TrackerServer.Control.Administration;

/// <summary>What a user moved of a torrent. Amounts are bytes.</summary>
/// <param name="InfoHash">As it was announced, in hexadecimal.</param>
/// <param name="Uploaded">What he gave.</param>
/// <param name="Downloaded">What he took.</param>
/// <param name="Ratio">The one by the other; null where he took nothing.</param>
/// <param name="Left">What his peer lacked when it last spoke.</param>
/// <param name="SeedingSeconds">How long a peer of his had the whole.</param>
/// <param name="First">When he was first seen.</param>
/// <param name="Last">When he was last seen.</param>
/// <param name="Completed">When he had fetched it all; null where he has not.</param>
/// <param name="HitAndRun">He took and ran.</param>
public sealed record ShareEntry(
    string InfoHash, long Uploaded, long Downloaded, double? Ratio, long Left, long SeedingSeconds, DateTime First, DateTime Last, DateTime? Completed, bool HitAndRun);
