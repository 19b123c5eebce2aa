using Shoal.Runtime;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Time;

/// <summary>A host's loop, stepped by the world: ready links, mail, timers, flush, as a real loop does, each step an event.</summary>
internal sealed class SimulatedLoop(World world, int host) : Loop(world.Time)
{
    /// <summary>A thread wakes a little late; which of two wakes first is chance.</summary>
    private static readonly TimeSpan WakeLate = TimeSpan.FromMicroseconds(20);

    private readonly Queue<VirtualLink> _ready = new();

    /// <summary>The loop counts from here.</summary>
    private readonly TimeSpan _made = world.Agenda.Now;

    /// <summary>When the earliest planned step is due; later ones that it makes needless find nothing to do.</summary>
    private TimeSpan? _planned;
    private bool _isStepping;
    private bool _isStopped;

    /// <inheritdoc/>
    public override bool IsCurrent => _isStepping;

    /// <summary>A link of this loop can be read, or written as it asked.</summary>
    public void Ready(VirtualLink link)
    {
        _ready.Enqueue(link);
        Wake();
    }

    /// <summary>The host is gone: nothing runs any more.</summary>
    public void Stop() => _isStopped = true;

    /// <inheritdoc/>
    protected override void Wake() => Plan(world.Agenda.Now + world.Jitter(WakeLate));

    /// <inheritdoc/>
    protected override void TimerArmed()
    {
        if (!_isStepping)
        {
            Wake();
        }
    }

    private void Plan(TimeSpan due)
    {
        if (_planned is null || due < _planned)
        {
            _planned = due;
            world.Agenda.At(due, Step);
        }
    }

    private void Step()
    {
        if (_isStopped || _planned is null || _planned > world.Agenda.Now)
        {
            return;
        }

        _planned = null;
        world.Log.Add(EventKind.Step, host, _ready.Count, 0);
        _isStepping = true;
        for (var i = _ready.Count; i > 0; i--)
        {
            _ready.Dequeue().Dispatch(this);
        }

        var due = RunBatch();
        _isStepping = false;
        if (_ready.Count > 0 || HasMail)
        {
            Wake();
        }

        if (due is { } at)
        {
            Plan(_made + at);
        }
    }
}
