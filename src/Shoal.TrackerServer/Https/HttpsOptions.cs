using Shoal.Runtime;

namespace Shoal.TrackerServer.Https;

/// <summary>Where announces come by TLS, and by which certificate.</summary>
public sealed record HttpsOptions
{
    /// <summary>Where it listens, one or more; port 0 lets the system choose.</summary>
    public required IReadOnlyList<Endpoint> Listen { get; init; }

    /// <summary>A file with the certificate and those between it and its root, in PEM as certbot writes "fullchain.pem"; or with these and the key, in PEM or PFX without a password.</summary>
    public required string Certificate { get; init; }

    /// <summary>A file with the key, in PEM as certbot writes "privkey.pem"; null: it is in the certificate's file.</summary>
    public string? Key { get; init; }
}
