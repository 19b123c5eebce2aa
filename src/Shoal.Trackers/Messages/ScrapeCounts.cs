namespace Shoal.Trackers.Messages;

/// <summary>A swarm as a tracker counts it (BEP 48).</summary>
/// <param name="Seeders">"complete".</param>
/// <param name="Completed">"downloaded": how often a download was finished.</param>
/// <param name="Leechers">"incomplete".</param>
public readonly record struct ScrapeCounts(int Seeders, int Completed, int Leechers);
