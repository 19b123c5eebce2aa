using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>What came to one listener over HTTP and what became of it. Each connection is accepted or refused, and each request is counted once.</summary>
/// <param name="Listener">Where it listens, which tells the family too.</param>
public sealed record HttpCounters(Endpoint Listener)
{
    /// <summary>Connections taken.</summary>
    public long Connections { get; set; }

    /// <summary>Connections of addresses that have too many open: closed at once.</summary>
    public long Crowded { get; set; }

    /// <summary>Connections that gave way to a new one when there were too many: those that were silent longest.</summary>
    public long Displaced { get; set; }

    /// <summary>Connections given up because half a request came, or the answers were not read.</summary>
    public long Slow { get; set; }

    /// <summary>Announces and scrapes that got an answer, a failure with its reason included.</summary>
    public long Answered { get; set; }

    /// <summary>Requests of addresses that ask too much: told when to come again.</summary>
    public long Limited { get; set; }

    /// <summary>Requests for what is not there.</summary>
    public long NotFound { get; set; }

    /// <summary>Requests that are none, or ask what a tracker does not do.</summary>
    public long Malformed { get; set; }
}
