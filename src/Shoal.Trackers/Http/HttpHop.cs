using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Shoal.Runtime;
using Shoal.Trackers.Exchanges;

namespace Shoal.Trackers.Http;

/// <summary>One request on one connection, which goes to given addresses from a given one and is not kept.</summary>
internal sealed class HttpHop : IDisposable
{
    private readonly IReadOnlyList<IPAddress> _addresses;
    private readonly Endpoint? _local;
    private readonly HttpMessageInvoker _client;

    public HttpHop(IReadOnlyList<IPAddress> addresses, Endpoint? local)
    {
        (_addresses, _local) = (addresses, local);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = ConnectAsync,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = Limits.HeaderKibibytes,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = IsTrusted,

                // What a certificate names would be fetched past --bind, and wherever a stranger likes.
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
            },
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Where the connection went.</summary>
    public IPAddress? Connected { get; private set; }

    /// <summary>The answer, or where it redirects to.</summary>
    public async Task<(ExchangeAnswer Answer, string? Location)> GetAsync(TrackerUrl url, string? credentials, CancellationToken token)
    {
        // Not canonical: the framework would decode and encode again what must reach the tracker as it is.
        var uri = new Uri(url.Text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Shoal", "0.1"));
        if (credentials is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        using var response = await _client.SendAsync(request, token);
        if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.TryGetValues("Location", out var locations))
        {
            return (ExchangeAnswer.None("redirects"), locations.First());
        }

        await using var body = await response.Content.ReadAsStreamAsync(token);
        var bytes = new byte[Limits.BodyLength + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        return (length > Limits.BodyLength
            ? ExchangeAnswer.None(string.Create(CultureInfo.InvariantCulture, $"answered with more than {Limits.BodyLength / 1024} KiB"))
            : new ExchangeAnswer((int)response.StatusCode, bytes.AsMemory(0, length), null), null);
    }

    public void Dispose() => _client.Dispose();

    private static bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new UntrustedException(errors);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken token)
    {
        for (var i = 0; ; i++)
        {
            var address = _addresses[i];
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                if (_local is { } local)
                {
                    socket.Bind(new IPEndPoint(local.ToIPAddress(), 0));
                }

                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), token);
                Connected = address;
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < Math.Min(_addresses.Count, Limits.AddressesTried))
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
