namespace Shoal.Simulation.Networks;

/// <summary>A host's line to the network.</summary>
internal sealed record LineOptions
{
    /// <summary>The host has an IPv4 address.</summary>
    public bool HasIPv4 { get; init; } = true;

    /// <summary>The host has an IPv6 address.</summary>
    public bool HasIPv6 { get; init; }

    /// <summary>Bytes a second that leave.</summary>
    public long Up { get; init; } = 1024 * 1024;

    /// <summary>Bytes a second that arrive.</summary>
    public long Down { get; init; } = 4 * 1024 * 1024;

    /// <summary>One way to the middle of the network; between two hosts both count.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>The most that a segment is late by chance.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>A router in front of it answers no stranger: it dials, and is not dialled.</summary>
    public bool IsBehindNat { get; init; }

    /// <summary>Of a thousand segments, how many are lost and come a retransmission later, with all behind them.</summary>
    public int LossPerMille { get; init; }
}
