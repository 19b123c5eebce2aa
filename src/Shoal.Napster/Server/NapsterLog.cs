using Microsoft.Extensions.Logging;

namespace Shoal.Napster.Server;

/// <summary>All that a server logs: what an operator should know, and nothing of a single message.</summary>
internal static partial class NapsterLog
{
    [LoggerMessage(1, LogLevel.Error, "{What}")]
    public static partial void Trouble(this ILogger log, string what, Exception failure);

    [LoggerMessage(2, LogLevel.Information, "{What}")]
    public static partial void Told(this ILogger log, string what);
}
