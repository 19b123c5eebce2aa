using Shoal.Catalog;
using Shoal.Runtime;
using Shoal.Web.Metrics;

namespace Shoal.Napster.Server.Control;

/// <summary>All that there is to tell of a server, taken at one moment.</summary>
public sealed record NapsterReading
{
    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When the server started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Time since then.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>Where it listens.</summary>
    public required IReadOnlyList<Endpoint> Listening { get; init; }

    /// <summary>Users who are there.</summary>
    public required int Users { get; init; }

    /// <summary>Connections, those that have not logged in included.</summary>
    public required int Connections { get; init; }

    /// <summary>What they share.</summary>
    public required CatalogCounts Catalog { get; init; }

    /// <summary>What was counted since the start, by name.</summary>
    public required IReadOnlyList<(string Name, string Help, long Count)> Totals { get; init; }

    /// <summary>What the process takes.</summary>
    public required ProcessReading Process { get; init; }
}
