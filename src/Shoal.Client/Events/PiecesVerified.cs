namespace Shoal.Client.Events;

/// <summary>Pieces passed their hashes and are on disk; several in a row come as one event to a slow reader.</summary>
/// <param name="Torrent">Which one.</param>
/// <param name="Count">How many since the last event of this kind.</param>
public sealed record PiecesVerified(Torrent Torrent, int Count) : TorrentEvent;
