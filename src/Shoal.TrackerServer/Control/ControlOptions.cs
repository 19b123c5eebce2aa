using Shoal.Runtime;
using Shoal.TrackerServer.Access;

namespace Shoal.TrackerServer.Control;

/// <summary>Where a tracker is looked at and administered.</summary>
public sealed record ControlOptions
{
    /// <summary>The port unless another is asked for.</summary>
    public const int DefaultPort = 6970;

    /// <summary>Where it listens, one or more; port 0 lets the system choose.</summary>
    public required IReadOnlyList<Endpoint> Listen { get; init; }

    /// <summary>Names that requests may call this machine by, beside its addresses and "localhost".</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What is administered there; null: nothing.</summary>
    public TrackerAccess? Access { get; init; }

    /// <summary>What who administers must know: letters and digits, from a file that is the tracker's own. It is there where there is an <see cref="Access"/>.</summary>
    public string Token { get; init; } = "";
}
