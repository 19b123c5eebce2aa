using Shoal.Runtime;

namespace Shoal.Napster.Server.Redirector;

/// <summary>The ports beside the server's own at which one line is told.</summary>
public sealed record RedirectorOptions
{
    /// <summary>The port at which clients ask where to connect.</summary>
    public const int DefaultPort = 8875;

    /// <summary>The port at which others ask for figures.</summary>
    public const int DefaultStatisticsPort = 8889;

    /// <summary>Where clients are told "address:port" of a server.</summary>
    public IReadOnlyList<Endpoint> Listen { get; init; } = [];

    /// <summary>Servers that are told of, each in its turn; none: this one.</summary>
    public IReadOnlyList<Endpoint> Servers { get; init; } = [];

    /// <summary>Where "users files load kilobytes clients" is told.</summary>
    public IReadOnlyList<Endpoint> Statistics { get; init; } = [];
}
