namespace Shoal.Trackers.Messages.Udp;

/// <summary>What a packet is (BEP 15); the numbers are those on the wire.</summary>
public enum UdpAction : uint
{
    /// <summary>Asks for, or gives, a connection id.</summary>
    Connect = 0,

    /// <summary>An announce or its reply.</summary>
    Announce = 1,

    /// <summary>A scrape or its reply.</summary>
    Scrape = 2,

    /// <summary>A reply that refuses.</summary>
    Error = 3,
}
