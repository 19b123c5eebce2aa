namespace Shoal.TrackerServer.Readings;

/// <summary>How many requests had this outcome since the start.</summary>
/// <param name="Outcome">What became of them, a word as in metrics: "announce", "junk".</param>
/// <param name="Count">How many.</param>
internal readonly record struct Tally(string Outcome, long Count);
