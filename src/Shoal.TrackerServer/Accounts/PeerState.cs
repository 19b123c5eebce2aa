using Shoal.Peers;

namespace Shoal.TrackerServer.Accounts;

/// <summary>What one peer of a user said last of a torrent.</summary>
/// <param name="Id">As it calls itself.</param>
/// <param name="Uploaded">Bytes since it began.</param>
/// <param name="Downloaded">The same.</param>
/// <param name="Seen">When, in seconds since 1970.</param>
/// <param name="IsSeed">It lacked nothing.</param>
/// <param name="IsGone">It said that it leaves.</param>
internal readonly record struct PeerState(PeerId Id, long Uploaded, long Downloaded, long Seen, bool IsSeed, bool IsGone);
