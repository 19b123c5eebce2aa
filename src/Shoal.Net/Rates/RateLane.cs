using Shoal.Runtime;

namespace Shoal.Net.Rates;

/// <summary>
/// One user's way through two limits, its own and one that it shares, on its loop. When a byte must wait, one booking is made and one timer armed;
/// then <c>onTurn</c> hands out what was booked. A user has one booking at a time, so none crowds another out.
/// <code>TryTake ─► own bucket ─► shared bucket ─► true        any of them full ─► false, and later onTurn ─► TryTake</code>
/// </summary>
public sealed class RateLane
{
    private readonly TokenBucket _own;
    private readonly TokenBucket _shared;
    private readonly LoopTimer _timer;
    private readonly Action _onTurn;
    private Stage _stage;

    /// <summary>Bytes that wait for their time; 0 while nothing does.</summary>
    private int _booked;

    /// <summary>Bytes that may be used now. Only while it waits or within a turn: what is left after one goes back.</summary>
    private int _credit;
    private bool _isTurn;

    /// <summary>A lane of the loop.</summary>
    public RateLane(Loop loop, TokenBucket own, TokenBucket shared, Action onTurn)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _own = own;
        _shared = shared;
        _onTurn = onTurn;
        _timer = loop.CreateTimer(OnTimer);
    }

    /// <summary>True while whoever was refused must wait; onTurn will be called.</summary>
    public bool IsWaiting => _stage != Stage.Free;

    private bool IsUnlimited => _own.Rate is null && _shared.Rate is null;

    /// <summary>Takes so many bytes, or none: then onTurn is called when there may be some.</summary>
    public bool TryTake(int bytes)
    {
        if (_stage != Stage.Free)
        {
            return false;
        }

        if (_credit < bytes)
        {
            if (IsUnlimited)
            {
                return true;
            }

            Book(bytes - _credit);
        }

        if (_stage != Stage.Free)
        {
            return false;
        }

        _credit -= bytes;
        return true;
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void GiveBack(int bytes)
    {
        if (_isTurn && !IsUnlimited)
        {
            _credit += bytes;
            return;
        }

        _own.GiveBack(bytes);
        _shared.GiveBack(bytes);
    }

    /// <summary>A rate changed: what waited by the old one goes back, and all are asked again.</summary>
    public void Restart()
    {
        if (IsWaiting)
        {
            Drop();
            _booked = 0;
            _stage = Stage.Shared;
            _timer.Arm(TimeSpan.Zero);
        }
    }

    /// <summary>Nothing is wanted any more.</summary>
    public void Close()
    {
        Drop();
        _timer.Disarm();
        _stage = Stage.Free;
    }

    private void Drop()
    {
        _own.GiveBack(_booked + _credit);
        _shared.GiveBack(_credit + (_stage == Stage.Shared ? _booked : 0));
        _booked = 0;
        _credit = 0;
    }

    private void Book(int bytes)
    {
        // Within a turn more are wanted than came: a few milliseconds' worth are booked at once, so that a fast rate needs few turns.
        _booked = _isTurn ? Math.Max(bytes, Quantum()) : bytes;
        var wait = _own.Book(_booked);
        if (wait > TimeSpan.Zero)
        {
            Wait(Stage.Own, wait);
        }
        else
        {
            BookShared();
        }
    }

    /// <summary>Within a turn even what is there at once waits for the next turn: others of this loop come between.</summary>
    private void BookShared()
    {
        var wait = _shared.Book(_booked);
        if (wait > TimeSpan.Zero || _isTurn)
        {
            Wait(Stage.Shared, wait);
            return;
        }

        Grant();
    }

    private void Wait(Stage stage, TimeSpan wait)
    {
        _stage = stage;
        _timer.Arm(wait);
    }

    private void Grant()
    {
        _stage = Stage.Free;
        _credit += _booked;
        _booked = 0;
    }

    private void OnTimer()
    {
        if (_stage == Stage.Own)
        {
            BookShared();
            if (_stage != Stage.Free)
            {
                return;
            }
        }
        else
        {
            Grant();
        }

        _isTurn = true;
        _onTurn();
        _isTurn = false;
        if (_stage == Stage.Free)
        {
            Drop();
        }
    }

    private int Quantum()
    {
        var rate = Math.Min(_own.Rate ?? long.MaxValue, _shared.Rate ?? long.MaxValue);
        return (int)Math.Min(Limits.RateQuantumMost, rate * Limits.RateQuantum.TotalSeconds);
    }

    private enum Stage
    {
        /// <summary>Nobody waits.</summary>
        Free,

        /// <summary>The booking waits for its time in the own bucket; the shared one knows nothing of it.</summary>
        Own,

        /// <summary>The booking is paid in the own bucket and waits in the shared one.</summary>
        Shared,
    }
}
