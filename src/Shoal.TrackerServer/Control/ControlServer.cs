using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shoal.TrackerServer.Readings;
using Shoal.TrackerServer.Control.Administration;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.TrackerServer.Control;

/// <summary>
/// The listener for those who run the tracker, apart from the ports that strangers reach: Kestrel alone, without a host, so that it takes over neither signals nor the console.
/// <code>
///   Kestrel ─► RequestGuard: a foreign page? 403 ─► ControlRoutes ─► /healthz, …
/// </code>
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;

    private ControlServer(KestrelServer kestrel, IReadOnlyList<Endpoint> listening)
    {
        _kestrel = kestrel;
        Listening = listening;
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening { get; }

    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where.</param>
    /// <param name="tracker">Who is looked at.</param>
    /// <param name="health">What is told at /healthz.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static Task<ControlServer> StartAsync(ControlOptions options, TrackerHost tracker, TrackerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StartAsync(options, tracker.Read, health, cancellation);
    }

    /// <summary>The same for any source of readings.</summary>
    internal static async Task<ControlServer> StartAsync(ControlOptions options, Func<TrackerReading> read, TrackerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(health);
        var settings = new KestrelServerOptions { AddServerHeader = false };
        settings.Limits.MaxConcurrentConnections = Limits.ControlConnections;
        settings.Limits.MaxRequestBodySize = Limits.ControlBody;
        var opened = new List<ListenOptions>();
        foreach (var local in options.Listen)
        {
            settings.Listen(new IPEndPoint(local.ToIPAddress(), local.Port), opened.Add);
        }

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(settings), transport, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(new ControlApplication(new RequestGuard(options.Names), MapAll(options, read, health)), cancellation);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        return new ControlServer(kestrel, opened.ConvertAll(static each => Endpoint.From(each.IPEndPoint!.Address, each.IPEndPoint.Port)));
    }

    /// <summary>Closes the ports, lets requests under way end for a moment, then closes their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Limits.ControlFarewell);
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
    }

    /// <summary>Everything that can be asked: each area has a class with its own.</summary>
    private static ControlRoutes MapAll(ControlOptions options, Func<TrackerReading> read, TrackerHealth health)
    {
        var routes = new ControlRoutes();
        PageRoutes.Map(routes);
        HealthRoutes.Map(routes, health);
        MetricsRoutes.Map(routes, read, health);
        StatsRoutes.Map(routes, read, health);
        if (options.Access is { } access)
        {
            AdministrationRoutes.Map(routes, new Administrator(access), options.Token);
        }

        return routes;
    }
}
