using Shoal.TrackerServer.Readings;
using Shoal.TrackerServer.Swarms;
using Shoal.Web.Metrics;

namespace Shoal.TrackerServer.Tests.Control;

/// <summary>A reading in which no two figures are alike.</summary>
internal static class Sample
{
    public static TrackerReading Reading() => new()
    {
        Version = "1.2.3+\"a\\b\"",
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero),
        Now = new DateTimeOffset(2026, 1, 2, 3, 5, 6, 750, TimeSpan.Zero),
        Torrents = 3_000_000_000,
        Peers = new PeerCounts(11, 12, 13, 14),
        Announces = 18,
        Scrapes = 19,
        Refusals = [new Tally("denied", 20)],
        Completed = 15,
        Evicted = 16,
        StoreBytes = 17,
        StoreLimit = 1L << 30,
        Listeners =
        [
            new ListenerReading("udp", Desk.At("0.0.0.0:6969"), [new Tally("announce", 21), new Tally("junk", 22)]) { Dropped = 23 },
            new ListenerReading("https", Desk.At("[::1]:443"), [new Tally("announce", 31), new Tally("scrape", 32)])
            {
                Connections = 33,
                Accepted = [new Tally("handshake", 34), new Tally("failed", 35)],
            },
        ],
        Process = new ProcessReading(41, 42, TimeSpan.FromSeconds(43.5), TimeSpan.FromMilliseconds(44.25), [45, 46, 47]),
        CertificateEnds = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
    };
}
