namespace Shoal.Simulation.Time;

/// <summary>A timer of the framework on virtual time. The engine's own are the loops'.</summary>
internal sealed class VirtualTimer(Agenda agenda, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    /// <summary>Counts changes: what was planned before the last one is void.</summary>
    private int _generation;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _generation++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Plan(dueTime);
        }

        return true;
    }

    public void Dispose() => _generation++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Plan(TimeSpan delay)
    {
        var generation = _generation;
        agenda.After(delay, () =>
        {
            if (generation != _generation)
            {
                return;
            }

            if (_period > TimeSpan.Zero)
            {
                Plan(_period);
            }

            callback(state);
        });
    }
}
