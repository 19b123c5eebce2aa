using Shoal.Metainfo;

namespace Shoal.TrackerServer.Accounts;

/// <summary>A user and a torrent.</summary>
internal readonly record struct ShareKey(long User, Sha1Hash Torrent);
