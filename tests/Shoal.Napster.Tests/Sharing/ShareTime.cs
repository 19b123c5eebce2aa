namespace Shoal.Napster.Tests.Sharing;

/// <summary>A clock that stands at a day long after all files, and of which each look at its stopwatch costs a while: then a scan commits at each step.</summary>
internal sealed class ShareTime(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public DateTimeOffset Now { get; set; } = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks += step.Ticks;

    public override DateTimeOffset GetUtcNow() => Now;
}
