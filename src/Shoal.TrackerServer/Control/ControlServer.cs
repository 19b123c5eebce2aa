using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Shoal.TrackerServer.Control.Administration;
using Shoal.TrackerServer.Readings;
using Shoal.TrackerServer.Web;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.TrackerServer.Control;

/// <summary>
/// The listener for those who run the tracker, apart from the ports that strangers reach.
/// <code>
///   WebListeners ─► RequestGuard: a foreign page? 403 ─► ControlRoutes ─► /healthz, …
/// </code>
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    private readonly WebListeners _listeners;

    private ControlServer(WebListeners listeners) => _listeners = listeners;

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.Listening;

    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where.</param>
    /// <param name="tracker">Who is looked at.</param>
    /// <param name="health">What is told at /healthz.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static Task<ControlServer> StartAsync(ControlOptions options, TrackerHost tracker, TrackerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StartAsync(options, tracker.Read, tracker.PassAsync, health, cancellation);
    }

    /// <summary>The same for any source of readings.</summary>
    internal static async Task<ControlServer> StartAsync(ControlOptions options, Func<TrackerReading> read, Func<Task> pass, TrackerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(health);
        var settings = new KestrelServerOptions();
        settings.Limits.MaxConcurrentConnections = Limits.ControlConnections;
        settings.Limits.MaxRequestBodySize = Limits.ControlBody;
        var application = new ControlApplication(new RequestGuard(options.Names), MapAll(options, read, pass, health));
        return new ControlServer(await WebListeners.StartAsync(settings, options.Listen, static (port, _) => port.Protocols = HttpProtocols.Http1, application, NullLoggerFactory.Instance, cancellation));
    }

    /// <summary>Closes the ports, lets requests under way end for a moment, then closes their connections.</summary>
    public ValueTask DisposeAsync() => _listeners.DisposeAsync();

    /// <summary>Everything that can be asked: each area has a class with its own.</summary>
    private static ControlRoutes MapAll(ControlOptions options, Func<TrackerReading> read, Func<Task> pass, TrackerHealth health)
    {
        var routes = new ControlRoutes();
        PageRoutes.Map(routes);
        HealthRoutes.Map(routes, health, pass);
        MetricsRoutes.Map(routes, read, health);
        StatsRoutes.Map(routes, read, health);
        if (options.Access is { } access)
        {
            AdministrationRoutes.Map(routes, new Administrator(access), options.Token);
        }

        return routes;
    }
}
