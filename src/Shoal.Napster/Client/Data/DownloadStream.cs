using Shoal.Net;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>The data of one try: from the link into chunks, no faster than the lane and the disk.</summary>
internal sealed unsafe class DownloadStream : ILinkHandler
{
    private readonly Download _download;
    private readonly ILink _link;
    private readonly RateLane _lane;
    private readonly bool _isLimited;
    private Chunk? _chunk;
    private readonly LoopTimer _last;
    private bool _isListening;
    private bool _isEnded;

    /// <summary>All came, and it is seen whether more comes: until a moment has passed, or the peer has closed.</summary>
    private bool _awaitsEnd;
    private bool _hasAwaitedEnd;

    public DownloadStream(Download download, ILink link, TokenBucket shared, long length)
    {
        _download = download;
        _link = link;
        _lane = new RateLane(download.Loop, download.Order.Rate, shared, Listen);
        _isLimited = download.Order.Rate.Rate is not null || shared.Rate is not null;
        _last = download.Loop.CreateTimer(OnEndSeen);
        Length = length;
    }

    /// <summary>Bytes that are to come, from the stream's beginning.</summary>
    public long Length { get; set; }

    /// <summary>Bytes that came.</summary>
    public long Received { get; private set; }

    /// <summary>Bytes that are in no chunk which was handed over.</summary>
    public bool HasSome => _chunk is { Length: > 0 };

    /// <summary>It waits for the lane or the disk, not for the peer.</summary>
    public bool IsHeld => !_isListening;

    /// <summary>Takes what came with the answer, then listens.</summary>
    public void Begin(ReadOnlySpan<byte> first)
    {
        first = first[..(int)Math.Min(first.Length, Length)];
        _chunk = _download.Chunks.Rent();
        first.CopyTo(_chunk.Bytes);
        _chunk.Length = first.Length;
        Received = first.Length;
        if (Received == Length)
        {
            HandOver();
        }

        Listen();
    }

    /// <summary>Reads on, where there is room.</summary>
    public void Listen()
    {
        if (!_isListening && !_isEnded && Received < Length && _download.HasRoom)
        {
            _isListening = true;
            _link.Attach(_download.Loop, this);
        }
    }

    public void OnReadable()
    {
        if (_awaitsEnd)
        {
            OnByteTooMany();
            return;
        }

        if (!_download.HasRoom || Received == Length)
        {
            Rest();
            return;
        }

        var chunk = _chunk ??= _download.Chunks.Rent();
        var want = (int)Math.Min(Math.Min(chunk.Room, Length - Received), _isLimited ? Limits.RateStep : int.MaxValue);
        if (!_lane.TryTake(want))
        {
            Rest();
            return;
        }

        int got;
        fixed (byte* start = &chunk.Bytes[chunk.Length])
        {
            got = _link.Receive([new IoRun(start, want)]);
        }

        _lane.GiveBack(want - Math.Max(0, got));
        if (got < 0)
        {
            _download.OnStreamEnded(EndKind.Broken, "closed the connection before the last byte");
            return;
        }

        chunk.Length += got;
        Received += got;
        if (chunk.Room == 0 || Received == Length)
        {
            HandOver();
        }
    }

    public void OnWritable()
    {
    }

    /// <summary>Has what came written.</summary>
    public void HandOver()
    {
        if (_chunk is { Length: > 0 } chunk)
        {
            _chunk = null;
            _download.Give(chunk);
        }
    }

    /// <summary>True while it is not known yet whether the peer sends more than it should.</summary>
    public bool AwaitsEnd()
    {
        if (!_awaitsEnd && !_hasAwaitedEnd)
        {
            _awaitsEnd = true;
            _last.Arm(Limits.DataSettle);
            if (!_isListening)
            {
                _isListening = true;
                _link.Attach(_download.Loop, this);
            }

            return true;
        }

        return !_hasAwaitedEnd;
    }

    public void Close()
    {
        _isEnded = true;
        _last.Disarm();
        _lane.Close();
        _link.Close();
        if (_chunk is { } chunk)
        {
            _chunk = null;
            _download.Chunks.Return(chunk);
        }
    }

    private void OnByteTooMany()
    {
        byte one;
        var got = _link.Receive([new IoRun(&one, 1)]);
        if (got > 0)
        {
            Rest();
            _last.Disarm();
            _download.OnTooMuch();
        }
        else if (got < 0)
        {
            OnEndSeen();
        }
    }

    private void OnEndSeen()
    {
        _awaitsEnd = false;
        _hasAwaitedEnd = true;
        _download.Go();
    }

    private void Rest()
    {
        _isListening = false;
        _link.Detach();
    }
}
