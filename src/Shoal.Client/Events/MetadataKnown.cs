using Shoal.Metainfo;

namespace Shoal.Client.Events;

/// <summary>Peers told what a link leads to.</summary>
/// <param name="Torrent">Which one.</param>
/// <param name="Metainfo">What it is.</param>
public sealed record MetadataKnown(Torrent Torrent, TorrentMetainfo Metainfo) : TorrentEvent;
