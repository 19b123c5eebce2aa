namespace Shoal.Dht.Searches;

/// <summary>What is told of us at the end of a search.</summary>
/// <param name="Port">Where peers reach us by TCP and uTP; 0: at the node's own port.</param>
/// <param name="IsSeed">We have all of the torrent.</param>
public readonly record struct DhtAnnounce(ushort Port, bool IsSeed);
