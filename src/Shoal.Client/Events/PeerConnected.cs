using Shoal.Runtime;

namespace Shoal.Client.Events;

/// <summary>A peer is connected.</summary>
/// <param name="Torrent">Which one.</param>
/// <param name="Remote">The peer's address.</param>
public sealed record PeerConnected(Torrent Torrent, Endpoint Remote) : TorrentEvent;
