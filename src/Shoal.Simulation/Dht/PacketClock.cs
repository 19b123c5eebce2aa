namespace Shoal.Simulation.Dht;

/// <summary>The time of a packet network: stands still while an event is handled.</summary>
internal sealed class PacketClock : TimeProvider
{
    /// <summary>Virtual time since the network began; moved on by the network alone, never back.</summary>
    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;
}
