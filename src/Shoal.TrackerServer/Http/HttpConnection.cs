using System.Buffers;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>One client: requests in, answers out, in their order. It is read at all times, and given up when it is too slow or does not read.</summary>
internal sealed unsafe class HttpConnection : ILinkHandler
{
    private readonly ILink _link;
    private readonly HttpTracker _tracker;
    private readonly LoopTimer _timer;
    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>What came and is no whole request yet.</summary>
    private byte[] _input = [];
    private int _inputLength;

    /// <summary>Bytes of the output that are sent.</summary>
    private int _sent;

    /// <summary>The answer under way is the last.</summary>
    private bool _isLast;

    /// <summary>Nothing is done with the link any more.</summary>
    private bool _isClosed;

    public HttpConnection(Loop loop, ILink link, HttpTracker tracker)
    {
        _link = link;
        _tracker = tracker;
        _timer = loop.CreateTimer(Close);
        _timer.Arm(Limits.Patience);
        link.Attach(loop, this);
    }

    public void OnReadable()
    {
        if (_inputLength == _input.Length)
        {
            Array.Resize(ref _input, Math.Clamp(2 * _input.Length, Limits.FirstBuffer, Limits.RequestLength));
        }

        int got;
        fixed (byte* input = _input)
        {
            got = _link.Receive([new IoRun(input + _inputLength, _input.Length - _inputLength)]);
        }

        if (got < 0)
        {
            Close();
            return;
        }

        // What comes behind the last request is read and dropped: an unread byte would turn the end of the stream into a reset, and the answer may be lost with it.
        _inputLength += _isLast ? 0 : got;
        AnswerAll();
        Send();
    }

    public void OnWritable() => Send();

    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _timer.Disarm();
            _link.Close();
            _tracker.OnClosed(this);
        }
    }

    private void AnswerAll()
    {
        var start = 0;
        while (!_isLast)
        {
            var status = HttpRequest.Read(_input.AsSpan(start, _inputLength - start), out var request, out var used);
            if (status == HttpStatus.Ok && used == 0)
            {
                break;
            }

            _isLast = !request.KeepAlive;
            _tracker.Answer(status, request, _link.Remote, _output);
            start += used;
            _timer.Arm(Limits.Patience);
        }

        _input.AsSpan(start, _inputLength - start).CopyTo(_input);
        _inputLength = _isLast ? 0 : _inputLength - start;
    }

    /// <summary>A client that never takes all would make the buffer grow by all that it ever took.</summary>
    private void KeepUnsent()
    {
        var unsent = _output.WrittenSpan[_sent..].ToArray();
        _output.ResetWrittenCount();
        _output.Write(unsent);
        _sent = 0;
    }

    private void Send()
    {
        while (_sent < _output.WrittenCount)
        {
            int taken;
            fixed (byte* output = _output.WrittenSpan)
            {
                taken = _link.Send([new IoRun(output + _sent, _output.WrittenCount - _sent)]);
            }

            if (taken < 0 || (taken == 0 && _output.WrittenCount - _sent > Limits.PendingOutput))
            {
                Close();
                return;
            }

            if (taken == 0)
            {
                KeepUnsent();
                _link.NotifyWritable();
                return;
            }

            _sent += taken;
        }

        _output.ResetWrittenCount();
        _sent = 0;
        if (_isLast)
        {
            Close();
        }
    }
}
