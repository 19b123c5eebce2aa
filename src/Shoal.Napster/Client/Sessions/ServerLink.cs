using Shoal.Napster.Protocol;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Sessions;

/// <summary>
/// The stream to the server: frames in, frames out.
/// <code>link ─► half a frame + input ─► IServerListener.OnMessage        Send ─► FrameBuffer ─flush─► link</code>
/// </summary>
internal sealed unsafe class ServerLink(ILink link, Loop loop, IServerListener listener) : ILinkHandler, IFlushable, IFrameOutput
{
    /// <summary>A whole frame of any length, and some more.</summary>
    private readonly byte[] _input = new byte[Limits.Input];
    private readonly FrameBuffer _output = new();
    private int _length;
    private bool _isFlushing;
    private bool _isClosed;
    private Action? _onRoom;

    /// <summary>The server.</summary>
    public Endpoint Remote => link.Remote;

    /// <summary>Us, as the server sees us where nobody stands between.</summary>
    public Endpoint Local => link.Local;

    public void Begin() => link.Attach(loop, this);

    /// <summary>Sends an interpolated payload.</summary>
    public void Send(MessageType type, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] Payload payload)
    {
        if (!_isClosed)
        {
            _output.End(type, ByteOrder.Little);
        }
    }

    /// <summary>Sends a message without a payload.</summary>
    public void Send(MessageType type) => Send(type, $"");

    public FrameBuffer? Output()
    {
        if (_isClosed)
        {
            return null;
        }

        if (!_isFlushing)
        {
            _isFlushing = true;
            loop.FlushLater(this);
        }

        return _output;
    }

    /// <summary>Calls back at once, or when less than a watermark waits for the server: for long lists, which are written in parts.</summary>
    public void WhenRoom(Action onRoom)
    {
        if (_output.Unsent < Limits.SendWatermark)
        {
            onRoom();
        }
        else
        {
            _onRoom = onRoom;
        }
    }

    public void OnReadable()
    {
        int got;
        fixed (byte* end = &_input[_length])
        {
            got = link.Receive([new IoRun(end, _input.Length - _length)]);
        }

        if (got < 0)
        {
            End("the server closed the connection");
            return;
        }

        _length += got;
        ReadOnlySpan<byte> input = _input.AsSpan(0, _length);
        while (!_isClosed && Frame.TryReadHeader(input, ByteOrder.Little, out var length, out var type) && input.Length >= Frame.HeaderLength + length)
        {
            listener.OnMessage(type, Frame.Trim(input.Slice(Frame.HeaderLength, length)));
            input = input[(Frame.HeaderLength + length)..];
        }

        input.CopyTo(_input);
        _length = input.Length;
    }

    public void OnWritable() => FlushOnLoop();

    public void FlushOnLoop()
    {
        _isFlushing = false;
        while (!_isClosed && _output.Unsent > 0)
        {
            int taken;
            fixed (byte* start = _output.UnsentSpan)
            {
                taken = link.Send([new IoRun(start, _output.Unsent)]);
            }

            if (taken < 0)
            {
                End("the connection to the server broke");
                return;
            }

            if (taken == 0)
            {
                link.NotifyWritable();
                break;
            }

            _output.Take(taken);
        }

        if (_onRoom is { } onRoom && _output.Unsent < Limits.SendWatermark)
        {
            _onRoom = null;
            onRoom();
        }
    }

    /// <summary>Ends it; the listener hears nothing more.</summary>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _onRoom = null;
            link.Close();
        }
    }

    private void End(string reason)
    {
        if (!_isClosed)
        {
            Close();
            listener.OnEnded(reason);
        }
    }
}
