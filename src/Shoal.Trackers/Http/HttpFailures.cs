using System.Net.Sockets;
using System.Security.Authentication;

namespace Shoal.Trackers.Http;

/// <summary>What can go wrong in an exchange, in words that go on from the tracker's name.</summary>
internal static class HttpFailures
{
    /// <summary>Null for what is no failure of an exchange but our own error.</summary>
    public static string? Words(Exception e) => e switch
    {
        OperationCanceledException or TimeoutException => "does not answer",
        HttpRequestException { InnerException: UntrustedException untrusted } => untrusted.Message,
        HttpRequestException { InnerException.InnerException: UntrustedException untrusted } => untrusted.Message,
        HttpRequestException { InnerException: AuthenticationException } => "cannot be spoken to by TLS",
        HttpRequestException { InnerException: SocketException socket } => "cannot be reached: " + socket.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"answered with headers longer than {Limits.HeaderKibibytes} KiB",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "closed the connection before its answer was whole",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "cannot be spoken to by TLS",
        HttpRequestException { InnerException: IOException } => "closed the connection before its answer was whole",
        HttpRequestException => "does not answer in HTTP",
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "closed the connection before its answer was whole",
        HttpIOException => "does not answer in HTTP",
        InvalidDataException => "answered with a body that cannot be decompressed",
        IOException => "closed the connection before its answer was whole",
        SocketException socket => "cannot be reached: " + socket.Message,
        ObjectDisposedException => "does not answer",
        _ => null,
    };
}
