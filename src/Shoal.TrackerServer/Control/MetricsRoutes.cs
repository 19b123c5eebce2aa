using Shoal.TrackerServer.Readings;
using Shoal.Web.Health;
using Shoal.Web.Metrics;
using Shoal.Web.Serving;

namespace Shoal.TrackerServer.Control;

/// <summary>/metrics, for Prometheus. Nothing in it is as many as torrents, peers or addresses are.</summary>
internal static class MetricsRoutes
{
    public static void Map(WebRoutes routes, Func<TrackerReading> read, ServerHealth health) =>
        MetricsRoute.Map(routes, () => Task.FromResult(Write(read(), health.Trouble is null)));

    public static MetricsText Write(TrackerReading reading, bool isWell)
    {
        var text = new MetricsText();
        text.Gauge("shoal_tracker_build_info", "The version that runs.").Sample(1, ("version", reading.Version));
        text.Gauge("shoal_tracker_healthy", "1 while /healthz is 200.").Sample(isWell ? 1 : 0);
        WriteListeners(text, reading.Listeners);
        text.Counter("shoal_tracker_announces_total", "Announces taken, whichever way they came.").Sample(reading.Announces);
        text.Counter("shoal_tracker_scrapes_total", "Scrapes answered, whichever way they came.").Sample(reading.Scrapes);
        text.Counter("shoal_tracker_refusals_total", "Announces and scrapes that the rules forbade.");
        foreach (var (reason, count) in reading.Refusals)
        {
            text.Sample(count, ("reason", reason));
        }

        text.Gauge("shoal_tracker_torrents", "Torrents that have or lately had a peer.").Sample(reading.Torrents);
        text.Gauge("shoal_tracker_peers", "Peers; a client with both families is in each.")
            .Sample(reading.Peers.SeedersV4, ("family", "ipv4"), ("role", "seeder"))
            .Sample(reading.Peers.LeechersV4, ("family", "ipv4"), ("role", "leecher"))
            .Sample(reading.Peers.SeedersV6, ("family", "ipv6"), ("role", "seeder"))
            .Sample(reading.Peers.LeechersV6, ("family", "ipv6"), ("role", "leecher"));
        text.Counter("shoal_tracker_completed_total", "Downloads that ended.").Sample(reading.Completed);
        text.Counter("shoal_tracker_evicted_torrents_total", "Torrents forgotten because the memory was used up.").Sample(reading.Evicted);
        text.Gauge("shoal_tracker_store_bytes", "Memory that swarms and peers take.").Sample(reading.StoreBytes);
        text.Gauge("shoal_tracker_store_limit_bytes", "Memory that swarms and peers may take.").Sample(reading.StoreLimit);
        WriteAccounts(text, reading);
        if (reading.CertificateEnds is { } ends)
        {
            text.Gauge("shoal_tracker_certificate_expiry_timestamp_seconds", "When the served certificate ends.").Sample(ends.ToUnixTimeSeconds());
        }

        text.Gauge("process_start_time_seconds", "When the tracker started.").Sample(reading.Started.ToUnixTimeMilliseconds() / 1000d);
        reading.Process.WriteTo(text);
        return text;
    }

    private static void WriteAccounts(MetricsText text, TrackerReading reading)
    {
        if (reading.Accounts is { } accounts)
        {
            text.Gauge("shoal_tracker_account_shares", "Users' torrents in memory.").Sample(accounts.Shares);
            text.Counter("shoal_tracker_implausible_bytes_total", "Bytes that were told and are more than a line carries: not counted.").Sample(accounts.Implausible);
            text.Counter("shoal_tracker_unaccounted_announces_total", "Announces that were served and not counted for want of room.").Sample(accounts.Unaccounted);
        }
    }

    private static void WriteListeners(MetricsText text, IReadOnlyList<ListenerReading> listeners)
    {
        text.Counter("shoal_tracker_requests_total", "Requests, each once, by what became of it.");
        foreach (var listener in listeners)
        {
            WriteTallies(text, listener, listener.Requests);
        }

        text.Counter("shoal_tracker_connections_total", "Connections, each once, by what became of it.");
        foreach (var listener in listeners)
        {
            WriteTallies(text, listener, listener.Accepted);
        }

        text.Gauge("shoal_tracker_open_connections", "Open connections.");
        foreach (var listener in listeners.Where(static each => each.Connections is not null))
        {
            text.Sample(listener.Connections!.Value, [.. LabelsOf(listener)]);
        }

        text.Counter("shoal_tracker_dropped_packets_total", "Packets that the kernel dropped because they were not taken in time.");
        foreach (var listener in listeners.Where(static each => each.Dropped is not null))
        {
            text.Sample(listener.Dropped!.Value, [.. LabelsOf(listener)]);
        }
    }

    private static void WriteTallies(MetricsText text, ListenerReading listener, IReadOnlyList<Tally> tallies)
    {
        foreach (var (result, count) in tallies)
        {
            text.Sample(count, [.. LabelsOf(listener), ("result", result)]);
        }
    }

    private static (string Name, string Value)[] LabelsOf(ListenerReading listener) => [("protocol", listener.Protocol), ("listener", listener.Address.ToString()), ("family", listener.Family)];
}
