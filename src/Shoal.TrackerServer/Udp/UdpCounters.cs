using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>What came to one listener over UDP and what became of it; each packet is counted once.</summary>
/// <param name="Listener">Where it listens, which tells the family too.</param>
public sealed record UdpCounters(Endpoint Listener)
{
    /// <summary>Connection ids given.</summary>
    public long Connects { get; set; }

    /// <summary>Announces answered.</summary>
    public long Announces { get; set; }

    /// <summary>Scrapes answered.</summary>
    public long Scrapes { get; set; }

    /// <summary>Requests with a connection id that is wrong or too old: told so.</summary>
    public long Mismatches { get; set; }

    /// <summary>Announces and scrapes refused, by the rules or for want of room: told so.</summary>
    public long Refused { get; set; }

    /// <summary>Requests of addresses that ask too much: not answered.</summary>
    public long Limited { get; set; }

    /// <summary>Packets that are no request: not answered.</summary>
    public long Junk { get; set; }

    /// <summary>The sums of two.</summary>
    public static UdpCounters operator +(UdpCounters left, UdpCounters right) => new(left.Listener)
    {
        Connects = left.Connects + right.Connects,
        Announces = left.Announces + right.Announces,
        Scrapes = left.Scrapes + right.Scrapes,
        Mismatches = left.Mismatches + right.Mismatches,
        Refused = left.Refused + right.Refused,
        Limited = left.Limited + right.Limited,
        Junk = left.Junk + right.Junk,
    };
}
