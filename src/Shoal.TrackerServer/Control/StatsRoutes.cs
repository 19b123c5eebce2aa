using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shoal.TrackerServer.Readings;
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.TrackerServer.Control;

/// <summary>/stats, for scripts and for our own page: what /metrics tells, as one object. docs/tracker.md has its shape.</summary>
internal static class StatsRoutes
{
    public static void Map(WebRoutes routes, Func<TrackerReading> read, ServerHealth health) => routes.Map(
        HttpMethods.Get, "/stats",
        context => WebReply.BytesAsync(context, StatusCodes.Status200OK, "application/json", Write(read(), health.Trouble)));

    public static ReadOnlyMemory<byte> Write(TrackerReading reading, string? trouble)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("version", reading.Version);
        json.WriteString("started", reading.Started);
        json.WriteNumber("uptime", Math.Round(reading.Uptime.TotalSeconds, 3));
        json.WriteString("trouble", trouble);
        json.WriteNumber("torrents", reading.Torrents);
        json.WriteStartObject("peers");
        WritePeers(json, "ipv4", reading.Peers.SeedersV4, reading.Peers.LeechersV4);
        WritePeers(json, "ipv6", reading.Peers.SeedersV6, reading.Peers.LeechersV6);
        json.WriteEndObject();
        json.WriteNumber("announces", reading.Announces);
        json.WriteNumber("scrapes", reading.Scrapes);
        WriteTallies(json, "refusals", reading.Refusals);
        json.WriteNumber("completed", reading.Completed);
        json.WriteNumber("evicted", reading.Evicted);
        json.WriteStartObject("store");
        json.WriteNumber("bytes", reading.StoreBytes);
        json.WriteNumber("limit", reading.StoreLimit);
        json.WriteEndObject();
        json.WriteStartArray("listeners");
        foreach (var listener in reading.Listeners)
        {
            WriteListener(json, listener);
        }

        json.WriteEndArray();
        if (reading.CertificateEnds is { } ends)
        {
            json.WriteString("certificateEnds", ends);
        }

        reading.Process.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WritePeers(Utf8JsonWriter json, string family, long seeders, long leechers)
    {
        json.WriteStartObject(family);
        json.WriteNumber("seeders", seeders);
        json.WriteNumber("leechers", leechers);
        json.WriteEndObject();
    }

    private static void WriteListener(Utf8JsonWriter json, ListenerReading listener)
    {
        json.WriteStartObject();
        json.WriteString("protocol", listener.Protocol);
        json.WriteString("address", listener.Address.ToString());
        json.WriteString("family", listener.Family);
        WriteTallies(json, "requests", listener.Requests);
        if (listener.Connections is { } open)
        {
            json.WriteNumber("connections", open);
        }

        if (listener.Accepted.Count > 0)
        {
            WriteTallies(json, "accepted", listener.Accepted);
        }

        if (listener.Dropped is { } dropped)
        {
            json.WriteNumber("dropped", dropped);
        }

        json.WriteEndObject();
    }

    private static void WriteTallies(Utf8JsonWriter json, string name, IReadOnlyList<Tally> tallies)
    {
        json.WriteStartObject(name);
        foreach (var (result, count) in tallies)
        {
            json.WriteNumber(result, count);
        }

        json.WriteEndObject();
    }
}
