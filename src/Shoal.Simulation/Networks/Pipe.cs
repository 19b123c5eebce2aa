using Shoal.Net;

namespace Shoal.Simulation.Networks;

/// <summary>
/// One direction of a link. One ring of bytes, three regions; a byte moves by a change of counts.
/// <code>
///   Receive ◄─ [ unread | in flight | unsent ] ◄─ Send
///               └─ window: bounded ─┘└ bounded ┘
/// </code>
/// </summary>
internal sealed class Pipe(World world, NetworkHost from, NetworkHost to)
{
    /// <summary>Bytes in flight and unread: a receive buffer.</summary>
    private const int Window = 192 * 1024;

    /// <summary>Bytes taken from the sender and not yet sent: a send buffer.</summary>
    private const int SendBuffer = 96 * 1024;

    /// <summary>The longest segment.</summary>
    private const int Segment = 16 * 1024;

    /// <summary>How long TCP waits for an acknowledgement before it sends again, about.</summary>
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(220);

    private readonly ByteRing _ring = new(world.Network.Rings);
    private readonly Queue<int> _flying = new();
    private int _unread;
    private int _inFlight;
    private int _unsent;

    /// <summary>Segments do not overtake each other: the last one's arrival.</summary>
    private TimeSpan _lastArrival;

    /// <summary>Segments, or the end, that wait for a cut to heal.</summary>
    private int _held;
    private bool _isEndHeld;
    private bool _isFinished;
    private bool _isEndSent;
    private bool _hasEndArrived;

    /// <summary>A segment is on the uplink: the end cannot leave before it.</summary>
    private bool _isDeparting;

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    private bool _isDiscarding;
    private bool _isBroken;

    /// <summary>Whom to tell of bytes and of the end.</summary>
    public VirtualLink Reader { get; set; } = null!;

    /// <summary>Whom to tell of room.</summary>
    public VirtualLink Writer { get; set; } = null!;

    /// <summary>True while the sender's host has it in its round.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The stream's end arrived, or it broke.</summary>
    public bool HasEnded { get; private set; }

    public bool CanRead => _unread > 0 || HasEnded;

    /// <summary>As Linux reports it: a third of the buffer is free.</summary>
    public bool CanWrite => _unsent <= SendBuffer * 2 / 3;

    public bool CanSend => !_isBroken && _unsent > 0 && _inFlight + _unread < Window;

    public int Read(ReadOnlySpan<IoRun> into, out ulong hash)
    {
        var read = 0;
        hash = 0;
        foreach (var run in into)
        {
            var take = Math.Min(run.Length, _unread);
            _ring.Take(run.Span[..take], ref hash);
            _unread -= take;
            read += take;
        }

        if (read > 0)
        {
            from.Offer(this);
        }

        return read;
    }

    public int Write(ReadOnlySpan<IoRun> source)
    {
        var written = 0;
        foreach (var run in source)
        {
            var take = Math.Min(run.Length, SendBuffer - _unsent);
            _ring.Put(run.Span[..take]);
            _unsent += take;
            written += take;
        }

        from.Offer(this);
        return written;
    }

    /// <summary>The uplink takes a segment; returns its length.</summary>
    public int BeginSegment()
    {
        var length = Math.Min(Math.Min(Segment, _unsent), Window - _inFlight - _unread);
        _unsent -= length;
        _inFlight += length;
        _flying.Enqueue(length);
        _isDeparting = true;
        return length;
    }

    /// <summary>The segment has left the uplink.</summary>
    public void Depart()
    {
        _isDeparting = false;
        if (CanWrite)
        {
            Writer.Signal();
        }

        world.Agenda.At(NextArrival(), Arrive);
        if (_isFinished)
        {
            SendEnd();
        }
    }

    /// <summary>The writer closed: the end follows the last byte.</summary>
    public void Finish()
    {
        _isFinished = true;
        SendEnd();
    }

    /// <summary>The reader closed.</summary>
    public void Discard()
    {
        _isDiscarding = true;
        Drop();
    }

    /// <summary>What has not arrived is lost; the reader finds the end behind what has.</summary>
    public void Break()
    {
        _isBroken = true;
        HasEnded = true;
        Reader.Signal();
    }

    /// <summary>The cut between the two hosts healed: what was held goes on.</summary>
    public void Heal()
    {
        for (; _held > 0; _held--)
        {
            world.Agenda.At(NextArrival(), Arrive);
        }

        if (_isEndHeld)
        {
            _isEndHeld = false;
            world.Agenda.At(NextArrival(), End);
        }
    }

    private void SendEnd()
    {
        if (_unsent == 0 && !_isDeparting && !_isEndSent)
        {
            _isEndSent = true;
            world.Agenda.At(NextArrival(), End);
        }
    }

    private TimeSpan NextArrival()
    {
        var delay = world.Network.DelayOf(from, to);
        if (world.Chance.Below(1000) < from.Line.LossPerMille + to.Line.LossPerMille)
        {
            delay += Retransmission;
        }

        var arrival = world.Agenda.Now + delay;
        return _lastArrival = arrival < _lastArrival ? _lastArrival : arrival;
    }

    private void Arrive()
    {
        if (_isBroken)
        {
            return;
        }

        if (world.Network.IsCut(from, to))
        {
            _held++;
            return;
        }

        to.Deliver(_flying.Peek(), Deliver);
    }

    private void Deliver()
    {
        if (_isBroken)
        {
            return;
        }

        var length = _flying.Dequeue();
        _inFlight -= length;
        _unread += length;
        if (_isDiscarding)
        {
            Drop();
        }
        else
        {
            Reader.Signal();
        }

        EndIfAllIsHere();
    }

    private void End()
    {
        if (world.Network.IsCut(from, to))
        {
            _isEndHeld = true;
            return;
        }

        _hasEndArrived = true;
        EndIfAllIsHere();
    }

    private void EndIfAllIsHere()
    {
        if (_hasEndArrived && _flying.Count == 0 && !_isBroken)
        {
            HasEnded = true;
            Reader.Signal();
        }
    }

    private void Drop()
    {
        _ring.Skip(_unread);
        _unread = 0;
        from.Offer(this);
    }
}
