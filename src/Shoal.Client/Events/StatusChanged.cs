namespace Shoal.Client.Events;

/// <summary>The torrent does something else now.</summary>
/// <param name="Torrent">Which one.</param>
/// <param name="Status">What it does.</param>
/// <param name="Error">Why, where something went wrong.</param>
public sealed record StatusChanged(Torrent Torrent, TorrentStatus Status, string? Error) : TorrentEvent;
