namespace Shoal.Simulation.Disks;

/// <summary>How fast and how honest a simulated disk and its workers are.</summary>
internal sealed record DiskOptions
{
    /// <summary>Threads that hash and read.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>What one call costs apart from its bytes.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Bytes a second that a worker hashes.</summary>
    public long HashRate { get; init; } = 800 * 1024 * 1024;

    /// <summary>Bytes a second that a worker reads or writes.</summary>
    public long DiskRate { get; init; } = 200 * 1024 * 1024;

    /// <summary>Of a hundred reads, how many find their bytes in memory.</summary>
    public int CachedPercent { get; init; } = 60;

    /// <summary>Of a thousand reads, how many give wrong bytes: a peer that poisons.</summary>
    public int PoisonPerMille { get; init; }
}
