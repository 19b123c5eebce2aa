namespace Shoal.Client.Events;

/// <summary>The reader was too slow: events are missing here. A snapshot tells how things stand.</summary>
/// <param name="Missed">How many.</param>
public sealed record Gap(int Missed) : TorrentEvent;
