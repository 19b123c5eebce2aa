using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Shoal.TrackerServer.Https;

/// <summary>A certificate that clients are shown, ready for handshakes.</summary>
internal sealed class ServedCertificate(X509Certificate2 own, SslStreamCertificateContext context)
{
    /// <summary>The same object for every handshake, so that clients can resume their sessions.</summary>
    public SslServerAuthenticationOptions Handshake { get; } = new()
    {
        ServerCertificateContext = context,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
    };

    public string Serial => own.SerialNumber;

    /// <summary>Who it is of, for people.</summary>
    public string Name => own.GetNameInfo(X509NameType.DnsName, forIssuer: false);

    /// <summary>When it ends.</summary>
    public DateTimeOffset Ends { get; } = new(own.NotAfter.ToUniversalTime());
}
