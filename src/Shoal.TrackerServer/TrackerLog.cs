using Microsoft.Extensions.Logging;

namespace Shoal.TrackerServer;

/// <summary>All that a tracker logs: what an operator should know, and nothing of a single request.</summary>
public static partial class TrackerLog
{
    [LoggerMessage(1, LogLevel.Information, "serving the certificate of {Name}, serial {Serial}, until {Ends:u}")]
    internal static partial void ServesCertificate(this ILogger log, string name, string serial, DateTimeOffset ends);

    [LoggerMessage(2, LogLevel.Error, "the new certificate cannot be served ({Reason}): the old one stays, serial {Serial}, until {Ends:u}")]
    internal static partial void KeepsCertificate(this ILogger log, string reason, string serial, DateTimeOffset ends);

    [LoggerMessage(3, LogLevel.Warning, "the certificate of {Name} ends at {Ends:u}, in {Days} days: renew it")]
    internal static partial void CertificateEndsSoon(this ILogger log, string name, DateTimeOffset ends, int days);

    /// <summary>The tracker serves no more, or not everybody.</summary>
    [LoggerMessage(4, LogLevel.Critical, "a thread of the tracker ended by a fault")]
    public static partial void ThreadFailed(this ILogger log, Exception fault);

    [LoggerMessage(6, LogLevel.Warning, "{What}")]
    internal static partial void Trouble(this ILogger log, string what);

    [LoggerMessage(7, LogLevel.Information, "the list was read again and has {Count} info-hashes now")]
    internal static partial void ServesList(this ILogger log, int count);

    [LoggerMessage(8, LogLevel.Error, "the list was not read again ({Reason}): the old one stays, with {Count} info-hashes")]
    internal static partial void KeepsList(this ILogger log, string reason, int count);

    [LoggerMessage(5, LogLevel.Information, "in {Seconds} s: {Announces} announces, {Scrapes} scrapes, {NotServed} not served; now {Torrents} torrents, {Seeders} seeders, {Leechers} leechers, {Memory} bytes of memory")]
    internal static partial void Summary(this ILogger log, int seconds, long announces, long scrapes, long notServed, long torrents, long seeders, long leechers, long memory);
}
