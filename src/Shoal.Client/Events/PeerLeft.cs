using Shoal.Runtime;

namespace Shoal.Client.Events;

/// <summary>A peer's connection ended.</summary>
/// <param name="Torrent">Which one.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record PeerLeft(Torrent Torrent, Endpoint Remote, string Reason) : TorrentEvent;
