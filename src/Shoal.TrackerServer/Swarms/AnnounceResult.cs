using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>What an announce is answered with.</summary>
/// <param name="IsFull">There was no room for the peer.</param>
/// <param name="Counts">The swarm's, with the peer in it.</param>
/// <param name="Interval">Seconds until it shall announce again.</param>
/// <param name="V4">Peers written in the form of 6 bytes.</param>
/// <param name="V6">Peers written in the form of 18 bytes.</param>
internal readonly record struct AnnounceResult(bool IsFull, ScrapeCounts Counts, int Interval, int V4, int V6);
