using System.Buffers;
using Shoal.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// One client: requests in, answers out, in their order. It is read at all times, and given up when it is too slow or does not read.
/// It has memory of its own for what is left over alone: half a request, and answers that the client does not take yet.
/// </summary>
internal sealed unsafe class HttpConnection(ILink link, HttpTracker tracker, HttpCounters counters, Source? source) : ILinkHandler
{
    /// <summary>What came and is no whole request yet.</summary>
    private byte[] _half = [];
    private int _halfLength;

    /// <summary>Answers that were not taken at once; those behind them wait here too.</summary>
    private ArrayBufferWriter<byte>? _unsent;

    /// <summary>Bytes of the output that are sent.</summary>
    private int _sent;

    /// <summary>The answer under way is the last.</summary>
    private bool _isLast;

    /// <summary>Its neighbours in <see cref="OpenConnections"/>.</summary>
    public HttpConnection? Older { get; set; }

    public HttpConnection? Newer { get; set; }

    /// <summary>When a whole request came last, or the connection.</summary>
    public TimeSpan LastAsked { get; set; }

    public Endpoint Remote => link.Remote;

    public HttpCounters Counters => counters;

    /// <summary>A proxy of the operator's is at the other end; it counts for nobody.</summary>
    public bool IsProxied => source is null;

    /// <summary>Nothing is done with the link any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Half a request came, or answers wait for the client.</summary>
    public bool IsBusy => _halfLength > 0 || _unsent is not null;

    private ArrayBufferWriter<byte> Output => _unsent ?? tracker.Output;

    /// <summary>Most requests are there when their connection is accepted; then the loop need not be told of it at all.</summary>
    public void Begin(Loop loop)
    {
        OnReadable();
        if (!IsClosed)
        {
            link.Attach(loop, this);
        }
    }

    public void OnReadable()
    {
        var input = tracker.Input;
        _half.AsSpan(0, _halfLength).CopyTo(input);
        int got;
        fixed (byte* end = &input[_halfLength])
        {
            got = link.Receive([new IoRun(end, input.Length - _halfLength)]);
        }

        if (got < 0)
        {
            Close();
            return;
        }

        // What comes behind the last request is read and dropped: an unread byte would turn the end of the stream into a reset, and the answer may be lost with it.
        if (got > 0 && !_isLast)
        {
            AnswerAll(input.AsSpan(0, _halfLength + got));
            Send();
        }
    }

    public void OnWritable() => Send();

    public void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            link.Close();
            tracker.OnClosed(this, source);
        }
    }

    /// <summary>It is told to go: for its slowness where it owes something.</summary>
    public void GiveUp()
    {
        counters.Slow += IsBusy ? 1 : 0;
        Close();
    }

    private void AnswerAll(ReadOnlySpan<byte> input)
    {
        while (!_isLast && !IsClosed)
        {
            var status = HttpRequest.Read(input, out var request, out var used);
            if (status == HttpStatus.Ok && used == 0)
            {
                break;
            }

            _isLast = tracker.Answer(status, request, this, Output);
            input = input[used..];
            if (Output.WrittenCount - _sent > Limits.PendingOutput)
            {
                Send();
            }
        }

        KeepHalf(_isLast ? default : input);
    }

    private void KeepHalf(ReadOnlySpan<byte> half)
    {
        if (half.Length > _half.Length)
        {
            _half = new byte[Math.Max(half.Length, Limits.FirstBuffer)];
        }

        half.CopyTo(_half);
        _halfLength = half.Length;
    }

    private void Send()
    {
        var output = Output;
        while (!IsClosed && _sent < output.WrittenCount)
        {
            int taken;
            fixed (byte* start = output.WrittenSpan)
            {
                taken = link.Send([new IoRun(start + _sent, output.WrittenCount - _sent)]);
            }

            if (taken < 0)
            {
                Close();
            }
            else if (taken == 0)
            {
                KeepUnsent(output);
                return;
            }

            _sent += taken;
        }

        tracker.Output.ResetWrittenCount();
        _unsent = null;
        _sent = 0;
        if (_isLast)
        {
            Close();
        }
    }

    /// <summary>A client that never takes all would make the buffer grow by all that it ever took.</summary>
    private void KeepUnsent(ArrayBufferWriter<byte> output)
    {
        var unsent = output.WrittenSpan[_sent..];
        if (unsent.Length > Limits.PendingOutput)
        {
            tracker.Output.ResetWrittenCount();
            GiveUp();
            return;
        }

        var kept = new ArrayBufferWriter<byte>(Math.Max(unsent.Length, 1));
        kept.Write(unsent);
        tracker.Output.ResetWrittenCount();
        _unsent = kept;
        _sent = 0;
        link.NotifyWritable();
    }
}
