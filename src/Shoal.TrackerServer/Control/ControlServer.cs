using Shoal.Runtime;
using Shoal.TrackerServer.Control.Administration;
using Shoal.TrackerServer.Readings;
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.TrackerServer.Control;

/// <summary>The listener for those who run the tracker: what can be asked there.</summary>
public static class ControlServer
{
    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where.</param>
    /// <param name="tracker">Who is looked at.</param>
    /// <param name="health">What is told at /healthz.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static Task<WebServer> StartAsync(ControlOptions options, TrackerHost tracker, ServerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StartAsync(options, tracker.Read, tracker.PassAsync, health, cancellation);
    }

    /// <summary>The same for any source of readings.</summary>
    internal static Task<WebServer> StartAsync(ControlOptions options, Func<TrackerReading> read, Func<Task> pass, ServerHealth health, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(health);
        var listen = new WebOptions
        {
            Listen = options.Listen,
            Names = options.Names,
            NameCure = "ask by address, or let the tracker know the name by --control-name",
            MostBody = Limits.ControlBody,
        };
        return WebServer.StartAsync(listen, MapAll(options, read, pass, health), cancellation);
    }

    /// <summary>Everything that can be asked: each area has a class with its own.</summary>
    private static WebRoutes MapAll(ControlOptions options, Func<TrackerReading> read, Func<Task> pass, ServerHealth health)
    {
        var routes = new WebRoutes();
        PageRoute.Map(routes, typeof(ControlServer).Assembly, "page.html");
        HealthRoute.Map(routes, "tracker", health, pass);
        MetricsRoutes.Map(routes, read, health);
        StatsRoutes.Map(routes, read, health);
        if (options.Access is { } access)
        {
            AdministrationRoutes.Map(routes, new Administrator(access), options.Token);
        }

        return routes;
    }
}
