namespace Shoal.Trackers;

/// <summary>The bounds of this project: what a hostile tracker, or a hostile client of a tracker, may cost.</summary>
internal static class Limits
{
    /// <summary>Peers of each family taken of one reply: trackers give 50 to 200, and a torrent dials far fewer at once.</summary>
    public const int PeersPerReply = 500;

    /// <summary>Characters of a failure or warning that are shown: a few lines of a terminal.</summary>
    public const int TextLength = 300;

    /// <summary>Bytes of a tracker id, which is given back with each announce; a longer one is not kept.</summary>
    public const int TrackerIdLength = 256;

    /// <summary>Characters of an IP address as text: the longest form of IPv6.</summary>
    public const int AddressLength = 45;

    /// <summary>The least that is taken for an interval: what a tracker in one room may ask for. Less is raised to it.</summary>
    public static readonly TimeSpan IntervalLeast = TimeSpan.FromSeconds(5);

    /// <summary>The most that is taken for an interval, lest one reply silences a torrent for good: trackers ask for 15 minutes to 2 hours.</summary>
    public static readonly TimeSpan IntervalMost = TimeSpan.FromDays(1);

    /// <summary>The most that is taken for "retry in"; a tracker that means longer says "never".</summary>
    public static readonly TimeSpan RetryMost = TimeSpan.FromDays(7);

    /// <summary>Swarms of one scrape over UDP (BEP 15): what fits into one packet of an Ethernet.</summary>
    public const int UdpScrapeHashes = 74;

    /// <summary>Swarms of one scrape over HTTP: a request line of 5 KiB.</summary>
    public const int HttpScrapeHashes = 74;

    /// <summary>Bytes of path and query told by UDP (BEP 41): with the announce in front they still fit into one packet of an Ethernet.</summary>
    public const int UrlDataLength = 1300;

    /// <summary>Bytes of a query string that a tracker reads: <see cref="HttpScrapeHashes"/> escaped hashes take under 6 KiB.</summary>
    public const int QueryLength = 8 * 1024;
}
