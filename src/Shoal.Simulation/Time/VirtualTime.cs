namespace Shoal.Simulation.Time;

/// <summary>The clock of a world: stands still while an event is handled.</summary>
internal sealed class VirtualTime(Agenda agenda) : TimeProvider
{
    /// <summary>When every world begins. Any moment would do, as long as it is always the same.</summary>
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => agenda.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Beginning + agenda.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(agenda, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
