using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Https;

/// <summary>Counts the requests that Kestrel refuses without asking us (400, 414, 431): it tells of them in its log alone.</summary>
internal sealed class RefusedRequests(TrackerHost tracker) : ILoggerFactory, ILogger
{
    private const string Category = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";
    private const string Event = "ConnectionBadRequest";
    private const string Field = "ConnectionId";

    private readonly ConcurrentDictionary<string, HttpCounters> _connections = new(StringComparer.Ordinal);

    /// <summary>From now on requests of this connection are counted there.</summary>
    public void Watch(string connection, HttpCounters counters) => _connections[connection] = counters;

    public void Forget(string connection) => _connections.TryRemove(connection, out _);

    public ILogger CreateLogger(string categoryName) => string.Equals(categoryName, Category, StringComparison.Ordinal) ? this : NullLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // A request with a body was refused by us, and is once more when its body is not read.
        if (string.Equals(eventId.Name, Event, StringComparison.Ordinal)
            && exception is not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            && state is IEnumerable<KeyValuePair<string, object?>> fields
            && fields.FirstOrDefault(static field => string.Equals(field.Key, Field, StringComparison.Ordinal)).Value is string connection
            && _connections.TryGetValue(connection, out var counters))
        {
            tracker.CountMalformed(counters);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
