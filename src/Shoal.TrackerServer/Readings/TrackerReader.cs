using System.Reflection;
using Shoal.Runtime;
using Shoal.TrackerServer.Files;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer.Readings;

/// <summary>Takes readings of a tracker. Any thread may ask; counts of one moment may lag behind each other a little.</summary>
internal sealed class TrackerReader(Tracker tracker, TimeProvider time, long storeLimit)
{
    private static readonly string Version = typeof(TrackerReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public TrackerReading Read(IEnumerable<ListenerReading> listeners)
    {
        var usage = tracker.Usage;
        return new TrackerReading
        {
            Version = Version,
            Started = _started,
            Now = time.GetUtcNow(),
            Torrents = usage.Swarms,
            Peers = tracker.CountPeersByFamily(),
            Completed = usage.Completed,
            Evicted = usage.Evicted,
            StoreBytes = usage.Bytes,
            StoreLimit = storeLimit,
            Listeners = [.. listeners],
            Process = ProcessReading.Take(),
        };
    }

    public static IEnumerable<ListenerReading> OfUdp(IEnumerable<UdpCounters> counters)
    {
        var drops = KernelDrops.Read();
        return counters.Select(each => OfUdp(each, drops));
    }

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
