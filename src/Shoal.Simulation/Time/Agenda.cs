using Shoal.Runtime;

namespace Shoal.Simulation.Time;

/// <summary>What is to happen, by time and then by the order in which it was planned. One thread.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan Due, long Sequence)> _events = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _planned;

    /// <summary>Virtual time since the world began.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Events that have happened.</summary>
    public long Happened { get; private set; }

    /// <summary>When the next event is due.</summary>
    public TimeSpan? NextDue => _events.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>Plans an event; one in the past happens now.</summary>
    public void At(TimeSpan due, Action action)
    {
        // A callback that came from a pool thread would come at another place in each run.
        Invariant.Check(Environment.CurrentManagedThreadId == _thread);
        _events.Enqueue(action, (due < Now ? Now : due, _planned++));
    }

    /// <summary>Plans an event some time from now.</summary>
    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Lets the next event happen. False where nothing is planned.</summary>
    public bool Next()
    {
        if (!_events.TryDequeue(out var action, out var key))
        {
            return false;
        }

        Now = key.Due;
        Happened++;
        action();
        return true;
    }
}
