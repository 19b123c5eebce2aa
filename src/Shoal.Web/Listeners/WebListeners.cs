using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.Web.Listeners;

/// <summary>Ports served by Kestrel alone, without a host: it takes over neither signals nor the console, reads no configuration, and starts in a tenth of a second.</summary>
public sealed class WebListeners : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;

    private WebListeners(KestrelServer kestrel, IReadOnlyList<Endpoint> listening)
    {
        _kestrel = kestrel;
        Listening = listening;
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening { get; }

    /// <summary>Opens every port, or none.</summary>
    /// <param name="settings">Limits.</param>
    /// <param name="listen">Where.</param>
    /// <param name="configure">Told of each port before it opens.</param>
    /// <param name="application">Who answers.</param>
    /// <param name="log">What Kestrel tells of itself.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">A port could not be opened.</exception>
    public static async Task<WebListeners> StartAsync(
        KestrelServerOptions settings, IReadOnlyList<Endpoint> listen, Action<ListenOptions, Endpoint> configure, IHttpApplication<HttpContext> application, ILoggerFactory log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(listen);
        settings.AddServerHeader = false;
        var opened = new List<ListenOptions>();
        foreach (var local in listen)
        {
            settings.Listen(new IPEndPoint(local.ToIPAddress(), local.Port), options =>
            {
                opened.Add(options);
                configure(options, local);
            });
        }

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { CreateBoundListenSocket = Bind }), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(settings), transport, log);
        try
        {
            await kestrel.StartAsync(application, cancellation);
        }
        catch (Exception e)
        {
            kestrel.Dispose();
            if (e is SocketException)
            {
                // An address that is not this machine's; one in use comes as an IOException.
                throw new IOException(e.Message, e);
            }

            throw;
        }

        return new WebListeners(kestrel, opened.ConvertAll(static each => Endpoint.From(each.IPEndPoint!.Address, each.IPEndPoint.Port)));
    }

    /// <summary>Closes the ports, lets requests under way end for a moment, then closes their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Limits.Farewell);
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
    }

    /// <summary>Kestrel's own way lets [::] take IPv4 too, and then 0.0.0.0 beside it is in use.</summary>
    private static Socket Bind(EndPoint local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(local);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
