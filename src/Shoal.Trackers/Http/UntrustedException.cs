using System.Net.Security;
using System.Security.Authentication;

namespace Shoal.Trackers.Http;

/// <summary>A server's certificate does not prove that it is the server.</summary>
internal sealed class UntrustedException(SslPolicyErrors errors) : AuthenticationException(
    errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "shows a certificate of another host" : "shows a certificate that this system does not trust");
