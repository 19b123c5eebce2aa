using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>What the store needs of an announce.</summary>
/// <param name="InfoHash">Which swarm: v1, or v2 cut to 20 bytes.</param>
/// <param name="Peer">The address that it came from and the port that it names; port 0 is told of others and others are not told of it.</param>
/// <param name="PeerId">As it calls itself.</param>
/// <param name="Event">What happened.</param>
/// <param name="IsSeed">Nothing is left to fetch.</param>
/// <param name="Wanted">How many peers it is given at most.</param>
internal readonly record struct Announcement(Sha1Hash InfoHash, Endpoint Peer, PeerId PeerId, AnnounceEvent Event, bool IsSeed, int Wanted);
