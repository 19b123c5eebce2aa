using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation;

/// <summary>
/// One simulated world: everything that happens in it follows from the seed.
/// <code>
///   Agenda ─► due event ─┬─► network: segment sent, arrived, delivered ─► link ready ─┐
///   (time, sequence)     ├─► workers: work done ─► mail ───────────────────────────────┼─► step of one host's loop ─► new events
///                        └─► timers ───────────────────────────────────────────────────┘
/// </code>
/// </summary>
internal sealed class World
{
    /// <summary>An empty world at time zero.</summary>
    public World(ulong seed)
    {
        Seed = seed;
        Chance = new SeededChance(seed);
        Agenda = new Agenda();
        Time = new VirtualTime(Agenda);
        Log = new EventLog(Agenda);
        Network = new VirtualNetwork(this);
    }

    public ulong Seed { get; }

    /// <summary>The world's own choices: delays, losses, who knows whom. Hosts have theirs.</summary>
    public SeededChance Chance { get; }

    public Agenda Agenda { get; }

    public VirtualTime Time { get; }

    public EventLog Log { get; }

    public VirtualNetwork Network { get; }

    /// <summary>A moment from now up to the given one, by chance.</summary>
    public TimeSpan Jitter(TimeSpan most) => most <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromTicks(Chance.Below((int)most.Ticks + 1));
}
