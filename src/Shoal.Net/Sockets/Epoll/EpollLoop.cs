using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>
/// A loop whose thread waits in epoll for sockets, mail (by an eventfd) and timers.
/// <code>epoll_wait ─► OnReady of each ─► mail ─► timers ─► flush ─► a millisecond's rest, where all can wait ─► epoll_wait</code>
/// </summary>
public sealed unsafe class EpollLoop : Loop, IDisposable
{
    private const int EventCapacity = 256;

    /// <summary>The kernel packs epoll_event on x86-64 alone.</summary>
    private static readonly int EventLength = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private static readonly int DataOffset = EventLength - 8;

    private readonly Thread _thread;
    private readonly int _epoll;
    private readonly int _wakeup;
    private readonly Action<Exception> _onCrash;

    /// <summary>What each descriptor belongs to; the token carries a generation, so an event of a closed descriptor's earlier life is void.</summary>
    private readonly List<(IReady? Target, int Generation)> _table = [];
    private readonly Stack<int> _freeTokens = new();
    private volatile bool _stopping;

    /// <summary>How many of the events of this wake-up can wait.</summary>
    private int _patient;

    /// <summary>Mail may come after the end, from any thread, and must not wake whatever has the descriptor's number by then.</summary>
    private readonly Lock _wakeupGate = new();

    /// <summary>The descriptors are closed. Guarded by the gate.</summary>
    private bool _ended;

    /// <summary>Starts the thread. A handler that throws ends the loop and is told to <paramref name="onCrash"/>.</summary>
    public EpollLoop(TimeProvider time, string name, Action<Exception> onCrash)
        : base(time)
    {
        _onCrash = onCrash;
        _epoll = Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC));
        _wakeup = Check(Libc.eventfd(0, Libc.EFD_NONBLOCK_CLOEXEC));
        Control(Libc.EPOLL_CTL_ADD, _wakeup, Libc.EPOLLIN, ulong.MaxValue);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override bool IsCurrent => Thread.CurrentThread == _thread;

    /// <inheritdoc/>
    public override void CanWait() => _patient++;

    /// <summary>Ends the thread after the batch it is in, and waits for that.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Wake();
        if (!IsCurrent)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        lock (_wakeupGate)
        {
            if (!_ended)
            {
                ulong one = 1;
                Libc.write(_wakeup, &one, sizeof(ulong));
            }
        }
    }

    internal ulong Add(int fd, uint events, IReady target)
    {
        if (!_freeTokens.TryPop(out var index))
        {
            index = _table.Count;
            _table.Add((null, 0));
        }

        var generation = _table[index].Generation + 1;
        _table[index] = (target, generation);
        var token = ((ulong)(uint)generation << 32) | (uint)index;
        Control(Libc.EPOLL_CTL_ADD, fd, events, token);
        return token;
    }

    internal void Change(int fd, uint events, ulong token) => Control(Libc.EPOLL_CTL_MOD, fd, events, token);

    internal void Remove(int fd, ulong token)
    {
        Control(Libc.EPOLL_CTL_DEL, fd, 0, token);
        var index = (int)(uint)token;
        _table[index] = (null, _table[index].Generation);
        _freeTokens.Push(index);
    }

    private static int Check(int result) => result >= 0 ? result : throw new IOException(Libc.LastError());

    private void Control(int operation, int fd, uint events, ulong token)
    {
        Span<byte> ev = stackalloc byte[16];
        ev.Clear();
        MemoryMarshal.Write(ev, events);
        MemoryMarshal.Write(ev[DataOffset..], token);
        fixed (byte* p = ev)
        {
            Check(Libc.epoll_ctl(_epoll, operation, fd, p));
        }
    }

    private void Run()
    {
        var events = (byte*)NativeMemory.Alloc((nuint)(EventCapacity * EventLength));
        try
        {
            for (var n = 0; !_stopping;)
            {
                var due = RunBatch();
                if (n > 0 && _patient == n)
                {
                    // Mail and timers wait that long too. Whatever else comes is read with the rest, in one call in place of many.
                    Thread.Sleep(1);
                }

                _patient = 0;
                n = Libc.epoll_wait(_epoll, events, EventCapacity, HasMail ? 0 : LoopSleep.Milliseconds(this, due));
                for (var i = 0; i < n; i++)
                {
                    Dispatch(new ReadOnlySpan<byte>(events + i * EventLength, EventLength));
                }
            }
        }
        catch (Exception e)
        {
            _onCrash(e);
        }
        finally
        {
            NativeMemory.Free(events);
            lock (_wakeupGate)
            {
                _ended = true;
                Libc.close(_wakeup);
                Libc.close(_epoll);
            }
        }
    }

    private void Dispatch(ReadOnlySpan<byte> ev)
    {
        var token = MemoryMarshal.Read<ulong>(ev[DataOffset..]);
        if (token == ulong.MaxValue)
        {
            ulong count;
            Libc.read(_wakeup, &count, sizeof(ulong));
            return;
        }

        var (target, generation) = _table[(int)(uint)token];
        if (generation == (int)(token >> 32))
        {
            target?.OnReady(MemoryMarshal.Read<uint>(ev));
        }
    }
}
