using System.Reflection;
using System.Text.Json;
using Shoal.Runtime;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Files;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Https;
using Shoal.TrackerServer.Udp;
using Shoal.Web.Metrics;

namespace Shoal.TrackerServer.Readings;

/// <summary>Takes readings of a tracker. Any thread may ask; counts of one moment may lag behind each other a little.</summary>
internal sealed class TrackerReader(Tracker tracker, TimeProvider time, long storeLimit)
{
    private static readonly string Version = typeof(TrackerReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public TrackerReading Read(IReadOnlyList<UdpCounters> udp, IReadOnlyList<HttpCounters> http, HttpsServer? https)
    {
        var usage = tracker.Usage;
        var drops = KernelDrops.Read();
        return new TrackerReading
        {
            Version = Version,
            Started = _started,
            Now = time.GetUtcNow(),
            Torrents = usage.Swarms,
            Peers = tracker.CountPeersByFamily(),
            Announces = tracker.Announces,
            Scrapes = tracker.Scrapes,
            Refusals = [.. Enum.GetValues<Refusal>().Where(static why => why != Refusal.None).Select(why => new Tally(JsonNamingPolicy.SnakeCaseLower.ConvertName(why.ToString()), tracker.Gate.Refusals.Of(why)))],
            Completed = usage.Completed,
            Evicted = usage.Evicted,
            StoreBytes = usage.Bytes,
            StoreLimit = storeLimit,
            Listeners = [.. udp.Select(each => OfUdp(each, drops)), .. http.Select(static each => OfHttp("http", each)), .. https?.Read() ?? []],
            CertificateEnds = https?.CertificateEnds,
            Accounts = tracker.Books?.Read(),
            Process = ProcessReading.Take(),
        };
    }

    public static ListenerReading OfHttp(string protocol, HttpCounters counters) => new(protocol, counters.Listener,
    [
        new("answered", counters.Answered),
        new("limited", counters.Limited),
        new("not_found", counters.NotFound),
        new("malformed", counters.Malformed),
    ])
    {
        Accepted =
        [
            new("taken", counters.Connections - counters.Displaced - counters.Slow),
            new("crowded", counters.Crowded),
            new("displaced", counters.Displaced),
            new("slow", counters.Slow),
        ],
    };

    private static ListenerReading OfUdp(UdpCounters counters, IReadOnlyDictionary<Endpoint, long>? drops) => new("udp", counters.Listener,
    [
        new("connect", counters.Connects),
        new("announce", counters.Announces),
        new("scrape", counters.Scrapes),
        new("refused", counters.Refused),
        new("mismatch", counters.Mismatches),
        new("limited", counters.Limited),
        new("junk", counters.Junk),
    ])
    {
        Dropped = drops?.GetValueOrDefault(counters.Listener),
    };
}
