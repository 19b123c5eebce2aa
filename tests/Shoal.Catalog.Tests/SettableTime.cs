namespace Shoal.Catalog.Tests;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What each look at the clock takes.</summary>
    public TimeSpan Look { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => (Now += Look).Ticks;
}
