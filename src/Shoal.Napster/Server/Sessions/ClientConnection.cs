using Shoal.Napster.Protocol;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Sessions;

/// <summary>
/// One client's stream: frames in, frames out. While the answer to a message is being looked for, the messages behind it wait, so that answers come in the order of the questions and
/// who asks faster than it is answered is read no further.
/// <code>
///   link ─► half a frame + input ─► Frame ─► Session.Handle ─► FrameBuffer ─flush─► link
///                                     └── waits while the session does
/// </code>
/// </summary>
internal sealed unsafe class ClientConnection(ILink link, NapsterServer server) : ILinkHandler, IFlushable
{
    /// <summary>What came and was not handled: half a frame, or all that came while the session waited.</summary>
    private byte[] _waiting = [];
    private int _waitingLength;

    private FrameBuffer? _output;
    private ByteOrder _order;
    private int _holds;
    private bool _isFlushing;
    private bool _isDetached;
    private bool _isLast;
    private Action? _onRoom;

    /// <summary>Who it is for.</summary>
    public Session Session { get; set; } = null!;

    public Endpoint Remote => link.Remote;

    /// <summary>Nothing is done with the link any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Nothing more is handled; it ends when all is sent.</summary>
    public bool IsEnding => _isLast || IsClosed;

    public void Begin()
    {
        link.Attach(server.Loop, this);
    }

    public void OnReadable()
    {
        var input = server.Input;
        _waiting.AsSpan(0, _waitingLength).CopyTo(input);
        int got;
        fixed (byte* end = &input[_waitingLength])
        {
            got = link.Receive([new IoRun(end, input.Length - _waitingLength)]);
        }

        if (got < 0)
        {
            Close();
            return;
        }

        server.Counters.BytesIn += got;
        // What comes behind the last message is read and dropped: an unread byte would turn the end of the stream into a reset.
        if (got > 0 && !_isLast)
        {
            HandleAll(input.AsSpan(0, _waitingLength + got));
        }
    }

    public void OnWritable() => FlushOnLoop();

    /// <summary>Messages wait until <see cref="Release"/>, as often as this is called.</summary>
    public void Hold() => _holds++;

    /// <summary>Goes on with what waits.</summary>
    public void Release()
    {
        Invariant.Check(_holds > 0, "a connection goes on that was not held");
        if (--_holds > 0 || IsEnding)
        {
            return;
        }

        var waiting = _waiting;
        var length = _waitingLength;
        _waitingLength = 0;
        _waiting = [];
        HandleAll(waiting.AsSpan(0, length));
        if (_isDetached && _holds == 0 && !IsClosed)
        {
            _isDetached = false;
            link.Attach(server.Loop, this);
        }
    }

    /// <summary>Where a frame is written; null where nobody would get it.</summary>
    public FrameBuffer? Output()
    {
        if (IsEnding)
        {
            return null;
        }

        _output ??= server.Buffers.Rent();
        if (!_isFlushing)
        {
            _isFlushing = true;
            server.Loop.FlushLater(this);
        }

        return _output;
    }

    /// <summary>Ends the frame that was begun in <see cref="Output"/>.</summary>
    public void Send(MessageType type) => _output!.End(type, _order);

    /// <summary>Less than a watermark waits for the client.</summary>
    public bool HasRoom => _output is null || _output.Unsent < Limits.SendWatermark;

    /// <summary>Calls back at once, or when less than a watermark waits for the client: for long answers, which are written in parts.</summary>
    public void WhenRoom(Action onRoom)
    {
        if (HasRoom)
        {
            onRoom();
        }
        else
        {
            _onRoom = onRoom;
        }
    }

    /// <summary>Sends what is written, then ends.</summary>
    public void End()
    {
        if (!IsEnding)
        {
            Output();
            _isLast = true;
        }
    }

    public void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            link.Close();
            GiveBack();
            _waiting = [];
            server.OnClosed(Session);
        }
    }

    public void FlushOnLoop()
    {
        _isFlushing = false;
        while (!IsClosed && _output is { Unsent: > 0 } output)
        {
            int taken;
            fixed (byte* start = output.UnsentSpan)
            {
                taken = link.Send([new IoRun(start, output.Unsent)]);
            }

            if (taken < 0)
            {
                Close();
                return;
            }

            if (taken == 0)
            {
                AwaitRoom(output);
                return;
            }

            server.Counters.BytesOut += taken;
            output.Take(taken);
        }

        GiveBack();
        if (_isLast)
        {
            Close();
        }
        else
        {
            CallOnRoom();
        }
    }

    private void AwaitRoom(FrameBuffer output)
    {
        if (output.Unsent > server.Options.SendQueue)
        {
            server.Counters.SlowReaders++;
            Close();
            return;
        }

        link.NotifyWritable();
        if (output.Unsent < Limits.SendWatermark)
        {
            CallOnRoom();
        }
    }

    private void CallOnRoom()
    {
        var onRoom = _onRoom;
        _onRoom = null;
        onRoom?.Invoke();
    }

    private void GiveBack()
    {
        if (_output is { } output)
        {
            _output = null;
            server.Buffers.Return(output);
        }
    }

    private void HandleAll(ReadOnlySpan<byte> input)
    {
        while (_holds == 0 && !IsEnding && TryTake(ref input, out var type, out var payload))
        {
            Session.Handle(type, payload);
        }

        Keep(IsEnding ? default : input);
    }

    private bool TryTake(ref ReadOnlySpan<byte> input, out MessageType type, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (_order == ByteOrder.Unknown && input.Length >= Frame.HeaderLength)
        {
            _order = Frame.OrderOf(input);
        }

        if (!Frame.TryReadHeader(input, _order, out var length, out type))
        {
            return false;
        }

        if (length > (type == MessageType.ShareBatch ? Limits.BatchPayload : Limits.Payload))
        {
            server.Counters.TooLong++;
            Session.Expel($"message too long: {length} bytes, and {Limits.Payload} are the most");
            return false;
        }

        if (input.Length < Frame.HeaderLength + length)
        {
            return false;
        }

        payload = Frame.Trim(input.Slice(Frame.HeaderLength, length));
        input = input[(Frame.HeaderLength + length)..];
        return true;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > _waiting.Length)
        {
            _waiting = new byte[rest.Length];
        }
        else if (rest.IsEmpty)
        {
            _waiting = [];
        }

        rest.CopyTo(_waiting);
        _waitingLength = rest.Length;
        if (_holds > 0 && !_isDetached && _waitingLength >= Limits.WaitingInput)
        {
            _isDetached = true;
            link.Detach();
        }
    }
}
