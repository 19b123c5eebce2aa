namespace Shoal.TrackerServer;

/// <summary>What a tracker found in its snapshot at the start.</summary>
/// <param name="Swarms">Swarms that it knew.</param>
/// <param name="Peers">Peers that it knew and that were not silent for too long since.</param>
/// <param name="Refused">Why it was not believed, part of a sentence; the tracker began with nothing then.</param>
public sealed record SnapshotOutcome(long Swarms, long Peers, string? Refused);
