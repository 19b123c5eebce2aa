using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Shoal.Web.Listeners;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.Web.Serving;

/// <summary>
/// A listener for those who run a server, apart from the ports that strangers reach.
/// <code>
///   WebListeners ─► RequestGuard: a foreign page? 403 ─► WebRoutes ─► /healthz, …
/// </code>
/// </summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebListeners _listeners;

    private WebServer(WebListeners listeners) => _listeners = listeners;

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.Listening;

    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where.</param>
    /// <param name="routes">Everything that can be asked.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static async Task<WebServer> StartAsync(WebOptions options, WebRoutes routes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(routes);
        var settings = new KestrelServerOptions();
        settings.Limits.MaxConcurrentConnections = Limits.Connections;
        settings.Limits.MaxRequestBodySize = options.MostBody;
        var application = new RoutedApplication(new RequestGuard(options.Names, options.NameCure), routes);
        return new WebServer(await WebListeners.StartAsync(settings, options.Listen, static (port, _) => port.Protocols = HttpProtocols.Http1, application, NullLoggerFactory.Instance, cancellation));
    }

    /// <summary>Closes the ports, lets requests under way end for a moment, then closes their connections.</summary>
    public ValueTask DisposeAsync() => _listeners.DisposeAsync();
}
