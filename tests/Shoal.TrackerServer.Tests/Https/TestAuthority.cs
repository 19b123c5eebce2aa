using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Shoal.TrackerServer.Tests.Https;

/// <summary>A certificate authority of one test, with an intermediate one as real ones have, that issues certificates of 127.0.0.1, ::1 and localhost.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Past = DateTimeOffset.UtcNow.AddDays(-400);
    private static readonly DateTimeOffset Future = DateTimeOffset.UtcNow.AddDays(400);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _middle;
    private int _serial;

    public TestAuthority()
    {
        Root = AuthorityRequest("CN=Test root", _rootKey).CreateSelfSigned(Past, Future);
        using var middle = AuthorityRequest("CN=Test intermediate", _middleKey).Create(Root, Past, Future, [1, 2, 3]);
        _middle = middle.CopyWithPrivateKey(_middleKey);
    }

    public X509Certificate2 Root { get; }

    /// <summary>What clients are told to trust.</summary>
    public string RootPem => Root.ExportCertificatePem();

    /// <summary>Issues a certificate and its key, in PEM, the certificate followed by the intermediate one.</summary>
    public (string Chain, string Key, string Serial) Issue(DateTimeOffset? ends = null, DateTimeOffset? begins = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var own = request.Create(_middle, begins ?? Past.AddDays(1), ends ?? Future.AddDays(-1), [7, (byte)++_serial]);
        return (own.ExportCertificatePem() + "\n" + _middle.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem(), own.SerialNumber);
    }

    public void Dispose()
    {
        Root.Dispose();
        _middle.Dispose();
        _rootKey.Dispose();
        _middleKey.Dispose();
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }
}
