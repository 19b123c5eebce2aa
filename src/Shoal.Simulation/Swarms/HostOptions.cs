using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Swarms;

/// <summary>One participant of a simulated swarm.</summary>
internal sealed record HostOptions
{
    /// <summary>Has everything from the beginning.</summary>
    public bool IsSeed { get; init; }

    public LineOptions Line { get; init; } = new();

    public DiskOptions Disk { get; init; } = new();

    /// <summary>Peers served at once.</summary>
    public int UnchokeSlots { get; init; } = 4;

    /// <summary>Slots of memory for pieces under way.</summary>
    public int BudgetSlots { get; init; } = 512;

    public bool IsSequential { get; init; }
}
