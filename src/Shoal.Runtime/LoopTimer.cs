namespace Shoal.Runtime;

/// <summary>A timer of one loop, armed and re-armed without allocation. Runs only on its loop.</summary>
public sealed class LoopTimer
{
    private readonly Loop _loop;
    private readonly Action _callback;

    /// <summary>Each arming has a number; an entry of the loop's queue with an older one is void.</summary>
    private long _arming;

    internal LoopTimer(Loop loop, Action callback)
    {
        _loop = loop;
        _callback = callback;
    }

    /// <summary>Fires once, <paramref name="delay"/> from now; an earlier arming is forgotten.</summary>
    public void Arm(TimeSpan delay)
    {
        _arming++;
        _loop.Enqueue(this, _arming, _loop.Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay));
    }

    /// <summary>Forgets the arming.</summary>
    public void Disarm() => _arming++;

    internal bool IsCurrent(long arming) => arming == _arming;

    internal void FireIfCurrent(long arming)
    {
        if (arming == _arming)
        {
            _arming++;
            _callback();
        }
    }
}
