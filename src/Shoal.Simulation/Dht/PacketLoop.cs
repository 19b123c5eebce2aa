using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>The one loop of all nodes of a packet network, which runs a batch after each event.</summary>
internal sealed class PacketLoop(PacketClock clock) : Loop(clock)
{
    /// <inheritdoc/>
    public override bool IsCurrent => true;

    /// <summary>Mail, timers that are due, flush; when the next timer is due.</summary>
    public TimeSpan? Run() => RunBatch();

    /// <inheritdoc/>
    protected override void Wake()
    {
        // The network runs a batch before it lets time go on.
    }
}
