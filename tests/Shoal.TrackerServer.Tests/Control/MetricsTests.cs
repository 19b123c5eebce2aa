using Shoal.TrackerServer.Control;
using Shoal.Web.Tests.Metrics;

namespace Shoal.TrackerServer.Tests.Control;

/// <summary>/metrics beside the text as Prometheus' documentation has it ("Exposition formats", 0.0.4), and beside a slow reader of it.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Everything_is_told_in_the_text_format()
    {
        Assert.Equal(
            """
            # HELP shoal_tracker_build_info The version that runs.
            # TYPE shoal_tracker_build_info gauge
            shoal_tracker_build_info{version="1.2.3+\"a\\b\""} 1
            # HELP shoal_tracker_healthy 1 while /healthz is 200.
            # TYPE shoal_tracker_healthy gauge
            shoal_tracker_healthy 0
            # HELP shoal_tracker_requests_total Requests, each once, by what became of it.
            # TYPE shoal_tracker_requests_total counter
            shoal_tracker_requests_total{protocol="udp",listener="0.0.0.0:6969",family="ipv4",result="announce"} 21
            shoal_tracker_requests_total{protocol="udp",listener="0.0.0.0:6969",family="ipv4",result="junk"} 22
            shoal_tracker_requests_total{protocol="https",listener="[::1]:443",family="ipv6",result="announce"} 31
            shoal_tracker_requests_total{protocol="https",listener="[::1]:443",family="ipv6",result="scrape"} 32
            # HELP shoal_tracker_connections_total Connections, each once, by what became of it.
            # TYPE shoal_tracker_connections_total counter
            shoal_tracker_connections_total{protocol="https",listener="[::1]:443",family="ipv6",result="handshake"} 34
            shoal_tracker_connections_total{protocol="https",listener="[::1]:443",family="ipv6",result="failed"} 35
            # HELP shoal_tracker_open_connections Open connections.
            # TYPE shoal_tracker_open_connections gauge
            shoal_tracker_open_connections{protocol="https",listener="[::1]:443",family="ipv6"} 33
            # HELP shoal_tracker_dropped_packets_total Packets that the kernel dropped because they were not taken in time.
            # TYPE shoal_tracker_dropped_packets_total counter
            shoal_tracker_dropped_packets_total{protocol="udp",listener="0.0.0.0:6969",family="ipv4"} 23
            # HELP shoal_tracker_announces_total Announces taken, whichever way they came.
            # TYPE shoal_tracker_announces_total counter
            shoal_tracker_announces_total 18
            # HELP shoal_tracker_scrapes_total Scrapes answered, whichever way they came.
            # TYPE shoal_tracker_scrapes_total counter
            shoal_tracker_scrapes_total 19
            # HELP shoal_tracker_refusals_total Announces and scrapes that the rules forbade.
            # TYPE shoal_tracker_refusals_total counter
            shoal_tracker_refusals_total{reason="denied"} 20
            # HELP shoal_tracker_torrents Torrents that have or lately had a peer.
            # TYPE shoal_tracker_torrents gauge
            shoal_tracker_torrents 3000000000
            # HELP shoal_tracker_peers Peers; a client with both families is in each.
            # TYPE shoal_tracker_peers gauge
            shoal_tracker_peers{family="ipv4",role="seeder"} 11
            shoal_tracker_peers{family="ipv4",role="leecher"} 12
            shoal_tracker_peers{family="ipv6",role="seeder"} 13
            shoal_tracker_peers{family="ipv6",role="leecher"} 14
            # HELP shoal_tracker_completed_total Downloads that ended.
            # TYPE shoal_tracker_completed_total counter
            shoal_tracker_completed_total 15
            # HELP shoal_tracker_evicted_torrents_total Torrents forgotten because the memory was used up.
            # TYPE shoal_tracker_evicted_torrents_total counter
            shoal_tracker_evicted_torrents_total 16
            # HELP shoal_tracker_store_bytes Memory that swarms and peers take.
            # TYPE shoal_tracker_store_bytes gauge
            shoal_tracker_store_bytes 17
            # HELP shoal_tracker_store_limit_bytes Memory that swarms and peers may take.
            # TYPE shoal_tracker_store_limit_bytes gauge
            shoal_tracker_store_limit_bytes 1073741824
            # HELP shoal_tracker_certificate_expiry_timestamp_seconds When the served certificate ends.
            # TYPE shoal_tracker_certificate_expiry_timestamp_seconds gauge
            shoal_tracker_certificate_expiry_timestamp_seconds 1770091506
            # HELP process_start_time_seconds When the tracker started.
            # TYPE process_start_time_seconds gauge
            process_start_time_seconds 1767323045.5
            # HELP process_cpu_seconds_total Processor time.
            # TYPE process_cpu_seconds_total counter
            process_cpu_seconds_total 43.5
            # HELP process_resident_memory_bytes Resident memory.
            # TYPE process_resident_memory_bytes gauge
            process_resident_memory_bytes 41
            # HELP dotnet_gc_heap_bytes Objects, dead ones included until they are collected.
            # TYPE dotnet_gc_heap_bytes gauge
            dotnet_gc_heap_bytes 42
            # HELP dotnet_gc_pause_seconds_total Time in which the collector held all threads.
            # TYPE dotnet_gc_pause_seconds_total counter
            dotnet_gc_pause_seconds_total 0.04425
            # HELP dotnet_gc_collections_total Garbage collections.
            # TYPE dotnet_gc_collections_total counter
            dotnet_gc_collections_total{generation="gen0"} 45
            dotnet_gc_collections_total{generation="gen1"} 46
            dotnet_gc_collections_total{generation="gen2"} 47

            """.ReplaceLineEndings("\n"), Text(isWell: false));
    }

    [Fact]
    public void A_reader_that_knows_nothing_of_the_writer_finds_no_fault_in_it() => Assert.Empty(MetricsReader.FaultsOf(Text(isWell: true)));

    private static string Text(bool isWell) => MetricsRoutes.Write(Sample.Reading(), isWell).ToString();
}
