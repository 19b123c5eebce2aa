using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>A loop whose thread waits for mail and timers alone; the framework's sockets tell of themselves by mail.</summary>
public sealed class ManagedLoop : Loop, IDisposable
{
    private readonly Thread _thread;
    private readonly Action<Exception> _onCrash;

    /// <summary>Never disposed: other threads may leave mail for a loop that has ended. It holds no handle of the system.</summary>
    private readonly ManualResetEventSlim _mail = new(initialState: false, spinCount: 0);
    private volatile bool _stopping;

    /// <summary>Starts the thread. A handler that throws ends the loop and is told to <paramref name="onCrash"/>.</summary>
    public ManagedLoop(TimeProvider time, string name, Action<Exception> onCrash)
        : base(time)
    {
        _onCrash = onCrash;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Ends the thread after the batch it is in, and waits for that.</summary>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        if (!IsCurrent)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    protected override void Wake() => _mail.Set();

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                // Reset before the mailbox is emptied: what comes later sets it again.
                _mail.Reset();
                var due = RunBatch();
                if (!HasMail && !_stopping)
                {
                    _mail.Wait(LoopSleep.Milliseconds(this, due));
                }
            }
        }
        catch (Exception e)
        {
            _onCrash(e);
        }
    }
}
