using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shoal.TrackerServer.Https;

namespace Shoal.TrackerServer.Files;

/// <summary>A certificate with its chain and its key, in files that somebody else renews.</summary>
internal sealed class CertificateFiles(HttpsOptions options, TimeProvider time)
{
    /// <summary>Tells files that were written anew from those that were read.</summary>
    public string Stamp() => string.Join(' ', Paths.Select(StampOf));

    /// <summary>Reads the files as they are now. Returns null with the reason, part of a sentence, where they cannot be served.</summary>
    public ServedCertificate? Read(out string? failure)
    {
        try
        {
            var all = IsPfx ? X509CertificateLoader.LoadPkcs12CollectionFromFile(options.Certificate, password: null) : ReadPem();
            var own = all.FirstOrDefault(static each => each.HasPrivateKey);
            failure = own is null ? $"'{options.Certificate}' has no key: name its file by --certificate-key" : Refusal(own);
            if (own is null || failure is not null)
            {
                return null;
            }

            all.Remove(own);
            // Offline: nobody is asked on the way of a client's handshake.
            return new ServedCertificate(own, SslStreamCertificateContext.Create(own, all, offline: true));
        }
        catch (ArgumentException)
        {
            failure = $"the key is not of the certificate of '{options.Certificate}'";
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            failure = e.Message.TrimEnd('.');
            return null;
        }
    }

    private bool IsPfx => Path.GetExtension(options.Certificate).ToUpperInvariant() is ".PFX" or ".P12";

    private IEnumerable<string> Paths => options.Key is null ? [options.Certificate] : [options.Certificate, options.Key];

    /// <summary>All is read when its existence is asked for, so a file may go at any moment.</summary>
    private static string StampOf(string path) => new FileInfo(path) is { Exists: true } file ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "none";

    private X509Certificate2Collection ReadPem()
    {
        var text = File.ReadAllText(options.Certificate);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(text);
        if (all.Count == 0)
        {
            throw new CryptographicException($"'{options.Certificate}' holds no certificate in PEM");
        }

        // The first is the server's own (RFC 8446, 4.4.2), and the key must be of it.
        all[0] = X509Certificate2.CreateFromPem(text, options.Key is null ? text : File.ReadAllText(options.Key));
        return all;
    }

    private string? Refusal(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return certificate.NotAfter.ToUniversalTime() <= now ? $"the certificate of '{options.Certificate}' ended at {certificate.NotAfter.ToUniversalTime():u}"
            : certificate.NotBefore.ToUniversalTime() > now ? $"the certificate of '{options.Certificate}' begins at {certificate.NotBefore.ToUniversalTime():u}" : null;
    }
}
