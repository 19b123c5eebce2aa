using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>What all UDP sockets of a tracker share.</summary>
/// <param name="Tracker">Who decides. Any thread may ask it.</param>
/// <param name="Ids">Gives connection ids and knows them again.</param>
/// <param name="Now">The tracker's time.</param>
/// <param name="Options">What the tracker was told.</param>
internal sealed record UdpCommon(Tracker Tracker, ConnectionIds Ids, Func<TimeSpan> Now, TrackerOptions Options);
