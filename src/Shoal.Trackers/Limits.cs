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

    /// <summary>Bytes of an address that a client claims: the longest form of IPv6 in brackets with a port.</summary>
    public const int AddressClaimLength = 64;

    /// <summary>Bytes of a v2 hash that was not cut to 20.</summary>
    public const int WholeV2Hash = 32;

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

    /// <summary>Characters of a tracker's URL; what is longer is no tracker.</summary>
    public const int UrlLength = 2048;

    /// <summary>Bytes of an answer over HTTP, decompressed: 500 peers as dictionaries take under 64 KiB.</summary>
    public const int BodyLength = 1024 * 1024;

    /// <summary>KiB of the headers of an answer over HTTP.</summary>
    public const int HeaderKibibytes = 16;

    /// <summary>Redirects followed for one announce.</summary>
    public const int Redirects = 5;

    /// <summary>Addresses of a host that one exchange tries to connect to.</summary>
    public const int AddressesTried = 3;

    /// <summary>Trackers of one torrent; a hostile one could name thousands.</summary>
    public const int TrackersPerTorrent = 64;

    /// <summary>Addresses of ours from which one tracker is told of us.</summary>
    public const int Binds = 4;

    /// <summary>Connections to UDP trackers that one port remembers.</summary>
    public const int UdpConnections = 1024;

    /// <summary>BEP 15: the waiting time doubles so often at most.</summary>
    public const int UdpDoublings = 8;

    /// <summary>BEP 15: the first waiting time for an answer.</summary>
    public static readonly TimeSpan UdpPatience = TimeSpan.FromSeconds(15);

    /// <summary>BEP 15: a client uses a connection id for a minute; the tracker takes it for two.</summary>
    public static readonly TimeSpan UdpConnection = TimeSpan.FromSeconds(60);

    /// <summary>One request to a tracker, all in all.</summary>
    public static readonly TimeSpan ExchangeTime = TimeSpan.FromSeconds(30);

    /// <summary>How long a user waits for trackers when a torrent stops.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(3);

    /// <summary>Between announces where the tracker does not say: what most of them say.</summary>
    public static readonly TimeSpan IntervalDefault = TimeSpan.FromMinutes(30);

    /// <summary>Between announces of a torrent that lacks peers, where the tracker does not say.</summary>
    public static readonly TimeSpan MinIntervalDefault = TimeSpan.FromMinutes(5);

    /// <summary>A regular announce is late by chance, so that what was started together drifts apart; trackers forget peers after half an interval more.</summary>
    public static readonly TimeSpan JitterMost = TimeSpan.FromMinutes(1);

    /// <summary>The pause after a first failure; it doubles with each.</summary>
    public static readonly TimeSpan BackoffFirst = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause after failures.</summary>
    public static readonly TimeSpan BackoffMost = TimeSpan.FromHours(1);

    /// <summary>Between scrapes of one swarm.</summary>
    public static readonly TimeSpan ScrapeSpacing = TimeSpan.FromMinutes(1);
}
