using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shoal.Web.Health;
using Shoal.Web.Metrics;
using Shoal.Web.Serving;

namespace Shoal.Napster.Server.Control;

/// <summary>The listener for those who run the server: a page, /stats, /metrics and /healthz.</summary>
public static class NapsterControl
{
    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where.</param>
    /// <param name="server">Who is looked at.</param>
    /// <param name="health">What is told at /healthz.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static Task<WebServer> StartAsync(WebOptions options, NapsterServer server, ServerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(health);
        var routes = new WebRoutes();
        PageRoute.Map(routes, typeof(NapsterControl).Assembly, "napster-page.html");
        HealthRoute.Map(routes, "server", health, server.PassAsync);
        MetricsRoute.Map(routes, async () => Metrics(await server.ReadAsync(), health.Trouble is null));
        routes.Map(
            HttpMethods.Get, "/stats",
            async context => await WebReply.BytesAsync(context, StatusCodes.Status200OK, "application/json", Stats(await server.ReadAsync(), health.Trouble)));
        return WebServer.StartAsync(options with { NameCure = "ask by address, or let the server know the name by --control-name" }, routes, cancellation);
    }

    internal static MetricsText Metrics(NapsterReading reading, bool isWell)
    {
        var text = new MetricsText();
        text.Gauge("shoal_napster_info", "The running program.").Sample(1, ("version", reading.Version));
        text.Gauge("shoal_napster_healthy", "1 while the server is at work.").Sample(isWell ? 1 : 0);
        text.Gauge("shoal_napster_users", "Users who are there.").Sample(reading.Users);
        text.Gauge("shoal_napster_connections", "Connections, those that have not logged in included.").Sample(reading.Connections);
        text.Gauge("shoal_napster_shared_files", "Files that they share.").Sample(reading.Catalog.Files);
        text.Gauge("shoal_napster_shared_bytes", "Their sizes together.").Sample(reading.Catalog.Bytes);
        text.Gauge("shoal_napster_catalog_files", "Files on disk, those of users who are gone included.").Sample(reading.Catalog.Kept);
        foreach (var (name, help, count) in reading.Totals)
        {
            text.Counter($"shoal_napster_{name}_total", help).Sample(count);
        }

        text.Gauge("process_start_time_seconds", "When the server started.").Sample(reading.Started.ToUnixTimeMilliseconds() / 1000d);
        reading.Process.WriteTo(text);
        return text;
    }

    internal static ReadOnlyMemory<byte> Stats(NapsterReading reading, string? trouble)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("version", reading.Version);
        json.WriteString("started", reading.Started);
        json.WriteNumber("uptime", Math.Round(reading.Uptime.TotalSeconds, 3));
        json.WriteString("trouble", trouble);
        json.WriteStartArray("listeners");
        foreach (var each in reading.Listening)
        {
            json.WriteStringValue(each.ToString());
        }

        json.WriteEndArray();
        json.WriteNumber("users", reading.Users);
        json.WriteNumber("connections", reading.Connections);
        json.WriteNumber("files", reading.Catalog.Files);
        json.WriteNumber("bytes", reading.Catalog.Bytes);
        json.WriteNumber("kept", reading.Catalog.Kept);
        json.WriteStartObject("totals");
        foreach (var (name, _, count) in reading.Totals)
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
        reading.Process.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
