namespace Shoal.Runtime;

/// <summary>A timer of one loop, armed and re-armed without allocation. Runs only on its loop.</summary>
/// <remarks>A timer that is put off again and again holds one entry of the loop's queue, which moves when it comes to the front.</remarks>
public sealed class LoopTimer
{
    private readonly Loop _loop;
    private readonly Action _callback;

    /// <summary>When it fires; null while disarmed.</summary>
    private TimeSpan? _due;

    /// <summary>When its live entry of the queue comes up, never after <see cref="_due"/>; null when it has none.</summary>
    private TimeSpan? _queued;

    /// <summary>The number of the last arming: of two timers due together, the one armed first fires first.</summary>
    private long _arming;

    /// <summary>The number of its live entry; one with another number is void.</summary>
    private long _entry;

    internal LoopTimer(Loop loop, Action callback)
    {
        _loop = loop;
        _callback = callback;
    }

    /// <summary>Fires once, <paramref name="delay"/> from now; an earlier arming is forgotten.</summary>
    public void Arm(TimeSpan delay)
    {
        _arming = _loop.NextArming();
        _due = _loop.Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
        if (_queued is null || _queued > _due)
        {
            Queue();
        }
    }

    /// <summary>Forgets the arming.</summary>
    public void Disarm() => _due = null;

    /// <summary>Its entry came to the front: void it, move it to where the timer was put off to, or leave it. True when the timer is due then.</summary>
    internal bool IsDueAtFront(long entry)
    {
        if (entry != _entry || _queued is null)
        {
            return false;
        }

        if (_due == _queued && _arming == entry)
        {
            return true;
        }

        _queued = null;
        if (_due is not null)
        {
            Queue();
        }

        return false;
    }

    internal void Fire()
    {
        _due = null;
        _queued = null;
        _callback();
    }

    private void Queue()
    {
        _queued = _due;
        _entry = _arming;
        _loop.Enqueue(this, _entry, _due.GetValueOrDefault());
    }
}
