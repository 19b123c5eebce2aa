using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Shoal.TrackerServer.Web;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.TrackerServer.Control;

/// <summary>A listener that shows figures at /metrics and nothing else, for programs of this house that are no trackers.</summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebListeners _listeners;

    private MetricsServer(WebListeners listeners) => _listeners = listeners;

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.Listening;

    /// <summary>Opens every port, or none.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="read">Gives the figures of the moment, on any thread.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static async Task<MetricsServer> StartAsync(IReadOnlyList<Endpoint> listen, Func<Task<MetricsText>> read, CancellationToken cancellation)
    {
        var settings = new KestrelServerOptions();
        settings.Limits.MaxConcurrentConnections = Limits.ControlConnections;
        settings.Limits.MaxRequestBodySize = 0;
        var routes = new ControlRoutes();
        routes.Map(
            HttpMethods.Get, "/metrics",
            async context => await ControlReply.BytesAsync(context, StatusCodes.Status200OK, MetricsText.ContentType, Encoding.UTF8.GetBytes((await read()).ToString())));
        var application = new ControlApplication(new RequestGuard([]), routes);
        return new MetricsServer(await WebListeners.StartAsync(settings, listen, static (port, _) => port.Protocols = HttpProtocols.Http1, application, NullLoggerFactory.Instance, cancellation));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _listeners.DisposeAsync();
}
