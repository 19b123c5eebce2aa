using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Shoal.Net.Sources;
using Shoal.TrackerServer.Readings;
using Shoal.Web.Listeners;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.TrackerServer.Https;

/// <summary>
/// Announces and scrapes by TLS, HTTP/1.1 and HTTP/2.
/// <code>
///   WebListeners ─► too many of that address? closed ─► handshake by the certificate of the moment ─► HttpsApplication ─► the tracker's loop
/// </code>
/// </summary>
public sealed class HttpsServer : IAsyncDisposable
{
    private readonly CertificateKeeper _certificates;
    private readonly TrackerHost _tracker;
    private readonly SourceConnections _sources = new(Limits.HttpsConnectionsPerSource);
    private readonly List<HttpsCounters> _counters = [];
    private readonly RefusedRequests _refused;

    /// <summary>Kestrel's TLS looks for things of its own in such a container; as a host it is never started.</summary>
    private readonly WebApplication _services;
    private WebListeners? _listeners;

    private HttpsServer(CertificateKeeper certificates, TrackerHost tracker)
    {
        _certificates = certificates;
        _tracker = tracker;
        _refused = new RefusedRequests(tracker);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        _services = builder.Build();
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners?.Listening ?? [];

    /// <summary>When the certificate ends that is served.</summary>
    internal DateTimeOffset CertificateEnds => _certificates.Current.Ends;

    /// <summary>Opens every port, or none.</summary>
    /// <param name="options">Where, and by which certificate.</param>
    /// <param name="tracker">Who answers.</param>
    /// <param name="log">Told of certificates.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened, or the certificate cannot be served: the message is part of a sentence.</exception>
    public static async Task<HttpsServer> StartAsync(HttpsOptions options, TrackerHost tracker, ILogger log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tracker);
        var certificates = CertificateKeeper.Open(options, tracker.Time, log, out var failure) ?? throw new IOException(failure);
        var server = new HttpsServer(certificates, tracker);
        try
        {
            server._listeners = await WebListeners.StartAsync(SettingsOf(server._services.Services), options.Listen, server.Configure, new HttpsApplication(tracker), server._refused, cancellation);
        }
        catch
        {
            certificates.Dispose();
            await server._services.DisposeAsync();
            throw;
        }

        tracker.Https = server;
        return server;
    }

    /// <summary>Reads the certificate's files now. One that cannot be served changes nothing and is logged.</summary>
    public void Reload() => _certificates.Reload();

    /// <summary>Closes the ports, lets requests under way end for a moment, then closes their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _certificates.Dispose();
        await _listeners!.DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>What came to each listener.</summary>
    internal IEnumerable<ListenerReading> Read() => _counters.Zip(Listening, static (counters, address) => counters.Read(address));

    private static KestrelServerOptions SettingsOf(IServiceProvider services)
    {
        var settings = new KestrelServerOptions { ApplicationServices = services };
        var limits = settings.Limits;
        limits.MaxConcurrentConnections = Limits.HttpsConnections;
        limits.KeepAliveTimeout = Limits.Patience;
        limits.RequestHeadersTimeout = Limits.Patience;
        limits.MaxRequestLineSize = Limits.RequestLength;
        limits.MaxRequestHeadersTotalSize = Limits.RequestLength;
        limits.MaxRequestHeaderCount = Limits.HttpsHeaders;
        limits.MaxRequestBufferSize = 2 * Limits.RequestLength;
        limits.MaxRequestBodySize = 0;
        limits.MaxResponseBufferSize = Limits.PendingOutput;
        limits.Http2.MaxStreamsPerConnection = Limits.HttpsStreams;
        limits.Http2.InitialConnectionWindowSize = Limits.HttpsWindow;
        limits.Http2.InitialStreamWindowSize = Limits.HttpsWindow;
        limits.Http2.MaxRequestHeaderFieldSize = Limits.RequestLength;
        return settings;
    }

    private void Configure(ListenOptions port, Endpoint local)
    {
        var counters = new HttpsCounters(local);
        _counters.Add(counters);
        port.Protocols = HttpProtocols.Http1AndHttp2;
        port.Use(next => connection => TakeAsync(connection, counters, next));
        port.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = Limits.Handshake, OnConnection = _ => new(_certificates.Current.Handshake) });
        port.Use(next => connection =>
        {
            connection.Features.GetRequiredFeature<HttpsConnection>().IsSecure = true;
            counters.CountTaken();
            return next(connection);
        });
    }

    private async Task TakeAsync(ConnectionContext connection, HttpsCounters counters, ConnectionDelegate next)
    {
        var remote = (IPEndPoint)connection.RemoteEndPoint!;
        var from = Endpoint.From(remote.Address, remote.Port);
        var own = new HttpsConnection(from, _tracker.Proxies.Trusts(from), counters);
        if (!own.IsProxied && !_sources.TryTake(from))
        {
            counters.CountCrowded();
            connection.Abort();
            return;
        }

        counters.Open();
        connection.Features.Set(own);
        _refused.Watch(connection.ConnectionId, counters.Requests);
        try
        {
            await next(connection);
        }
        finally
        {
            _refused.Forget(connection.ConnectionId);
            counters.Close();
            if (!own.IsProxied)
            {
                _sources.Give(from);
            }

            if (!own.IsSecure)
            {
                counters.CountFailed();
            }
        }
    }
}
