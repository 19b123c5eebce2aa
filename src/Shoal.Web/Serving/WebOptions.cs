using Shoal.Runtime;

namespace Shoal.Web.Serving;

/// <summary>Where a <see cref="WebServer"/> listens, and by which names it may be asked.</summary>
public sealed record WebOptions
{
    /// <summary>Where it listens, one or more; port 0 lets the system choose.</summary>
    public required IReadOnlyList<Endpoint> Listen { get; init; }

    /// <summary>Names that requests may call this machine by, beside its addresses and "localhost".</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What who asks by another name is told to do, as the second half of a sentence.</summary>
    public string NameCure { get; init; } = "ask by address";

    /// <summary>Bytes of a request's body.</summary>
    public long MostBody { get; init; }
}
