using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>What all UDP sockets of a tracker share.</summary>
/// <param name="Tracker">Who decides. Any thread may ask it.</param>
/// <param name="Hash">Under the tracker's key.</param>
/// <param name="Time">The wall clock.</param>
/// <param name="Now">The tracker's time.</param>
/// <param name="Options">What the tracker was told.</param>
internal sealed record UdpCommon(Tracker Tracker, SipHash Hash, TimeProvider Time, Func<TimeSpan> Now, TrackerOptions Options)
{
    /// <summary>Gives connection ids and knows them again.</summary>
    public ConnectionIds Ids { get; } = new(Hash, Time);
}
