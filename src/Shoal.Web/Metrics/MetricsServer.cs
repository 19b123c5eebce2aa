using Shoal.Runtime;
using Shoal.Web.Serving;

namespace Shoal.Web.Metrics;

/// <summary>A listener that shows figures at /metrics and nothing else, for programs that have no more to show.</summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebServer _server;

    private MetricsServer(WebServer server) => _server = server;

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _server.Listening;

    /// <summary>Opens every port, or none.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="read">Gives the figures of the moment, on any thread.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static async Task<MetricsServer> StartAsync(IReadOnlyList<Endpoint> listen, Func<Task<MetricsText>> read, CancellationToken cancellation)
    {
        var routes = new WebRoutes();
        MetricsRoute.Map(routes, read);
        return new MetricsServer(await WebServer.StartAsync(new WebOptions { Listen = listen }, routes, cancellation));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
