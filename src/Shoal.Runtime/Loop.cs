using System.Runtime.InteropServices;

namespace Shoal.Runtime;

/// <summary>
/// One thread of decisions. Mail, timers and readiness are handled to their end, one after the other, without await;
/// what they decided leaves in one flush at the end of the batch.
/// <code>
///   Post ─► mailbox ─┐
///   timers ──────────┼─► handlers (synchronous) ─► outboxes ─► one flush
///   sockets ─────────┘
/// </code>
/// </summary>
public abstract class Loop
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<LoopTimer, (TimeSpan Due, long Arming)> _timers = new();
    private readonly List<IFlushable> _flush = [];

    /// <summary>Mail not yet taken; guarded by the gate.</summary>
    private List<IMail> _incoming = [];

    /// <summary>Mail being opened; touched by the loop alone.</summary>
    private List<IMail> _opening = [];

    /// <summary>How often any timer was armed.</summary>
    private long _armings;

    /// <summary>Starts at zero time by the given clock.</summary>
    protected Loop(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        _start = time.GetTimestamp();
    }

    private readonly long _start;

    /// <summary>The clock given to this loop.</summary>
    public TimeProvider Time { get; }

    /// <summary>Time since the loop was made: monotonic, the same within one batch of a simulated loop.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);

    /// <summary>True on the thread that runs this loop's handlers.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>Leaves mail for the loop. Any thread may call this and what is made of it, and nothing else.</summary>
    public void Post(IMail mail)
    {
        bool wasEmpty;
        lock (_gate)
        {
            wasEmpty = _incoming.Count == 0;
            _incoming.Add(mail);
        }

        if (wasEmpty)
        {
            Wake();
        }
    }

    /// <summary>Leaves a rare command for the loop; frequent mail is a reused <see cref="IMail"/>.</summary>
    public void Post(Action action) => Post(new ActionMail(action));

    /// <summary>Has a question answered on the loop, for other threads. One that throws ends the loop like any handler, and is never answered.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => answer.SetResult(question()));
        return answer.Task;
    }

    /// <summary>Has something done on the loop, as above.</summary>
    public Task AskAsync(Action deed) => AskAsync(() =>
    {
        deed();
        return true;
    });

    /// <summary>Makes a timer of this loop.</summary>
    public LoopTimer CreateTimer(Action callback) => new(this, callback);

    /// <summary>Asks for one flush at the end of this batch. The caller asks once and remembers that it did.</summary>
    public void FlushLater(IFlushable outbox) => _flush.Add(outbox);

    /// <summary>
    /// Said by a handler to which much more is slowly on its way: it need not hear of that at once. Where all that a wake-up brought
    /// is such, the loop's thread may rest a moment, or it would wake for every few packets of a line slower than itself.
    /// </summary>
    public virtual void CanWait()
    {
    }

    /// <summary>Makes the loop's thread look at its mailbox.</summary>
    protected abstract void Wake();

    /// <summary>Opens all mail, fires due timers, flushes. Returns when the next timer is due, if any is armed.</summary>
    protected TimeSpan? RunBatch()
    {
        lock (_gate)
        {
            (_incoming, _opening) = (_opening, _incoming);
        }

        foreach (var mail in CollectionsMarshal.AsSpan(_opening))
        {
            mail.OpenOnLoop();
        }

        _opening.Clear();
        FireTimers();
        Flush();
        return NextDue();
    }

    /// <summary>Entries in the timer queue, the void ones included.</summary>
    internal int QueuedTimers => _timers.Count;

    /// <summary>True when mail waits.</summary>
    protected bool HasMail
    {
        get
        {
            lock (_gate)
            {
                return _incoming.Count > 0;
            }
        }
    }

    /// <summary>Sends what handlers gathered; flushing may ask for more flushing.</summary>
    protected void Flush()
    {
        for (var i = 0; i < _flush.Count; i++)
        {
            _flush[i].FlushOnLoop();
        }

        _flush.Clear();
    }

    internal long NextArming() => _armings++;

    internal void Enqueue(LoopTimer timer, long arming, TimeSpan due)
    {
        _timers.Enqueue(timer, (due, arming));
        TimerArmed();
    }

    /// <summary>Called when the next due time may have come nearer, for drivers that must re-plan their sleep.</summary>
    protected virtual void TimerArmed()
    {
    }

    private void FireTimers()
    {
        // One armed by a timer of this batch waits for the next, even when it is due at once: mail and the flush get their turn.
        var (now, armings) = (Now, _armings);
        while (_timers.TryPeek(out var timer, out var key) && key.Due <= now && key.Arming < armings)
        {
            _timers.Dequeue();
            if (timer.IsDueAtFront(key.Arming))
            {
                timer.Fire();
            }
        }
    }

    private TimeSpan? NextDue()
    {
        while (_timers.TryPeek(out var timer, out var key))
        {
            if (timer.IsDueAtFront(key.Arming))
            {
                return key.Due;
            }

            // An entry that moves goes behind this one, so this one is still at the front.
            _timers.Dequeue();
        }

        return null;
    }

    private sealed class ActionMail(Action action) : IMail
    {
        public void OpenOnLoop() => action();
    }
}
