using System.Runtime.InteropServices;
using Shoal.Net.Rates;
using Shoal.Peers;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Uploads;

/// <summary>
/// What one peer asked for and has not been sent. Reads runs of neighbouring requests in one call, at once where the bytes are in memory,
/// on a worker where a device must be waited for, and only while the connection has less than a batch to send.
/// </summary>
internal sealed class UploadQueue(Loop loop, IWorkers workers, IPieceStore store, BufferSlab slab, PeerConnection connection, RateLane rate, Action<BlockRequest, StorageError> onUnreadable, Action<int> onReads)
    : IWork, IMail
{
    private readonly Queue<BlockRequest> _wanted = new();
    private readonly BlockRequest[] _batch = new BlockRequest[Limits.ReadBatch];
    private readonly BufferRun[] _runs = new BufferRun[Limits.ReadBatch];

    /// <summary>Requests of the batch; while a worker reads it, nobody else touches the batch.</summary>
    private int _count;
    private bool _isReading;
    private StorageError? _error;

    /// <summary>A piece that was dropped from the queue while a worker read it.</summary>
    private bool _isDropped;

    /// <summary>How often each waiting request is in the queue and not cancelled.</summary>
    private readonly Dictionary<BlockRequest, int> _live = [];

    /// <summary>Cancelled requests still in the queue: passed over when their turn comes, so that a cancel costs nothing.</summary>
    private readonly Dictionary<BlockRequest, int> _cancelled = [];
    private int _liveCount;

    /// <summary>Requests that wait.</summary>
    public int Count => _liveCount + _count;

    /// <summary>A worker reads the next batch.</summary>
    public bool IsReading => _isReading;

    public void Add(in BlockRequest request)
    {
        _wanted.Enqueue(request);
        CollectionsMarshal.GetValueRefOrAddDefault(_live, request, out _)++;
        _liveCount++;
        connection.FlushLater();
    }

    /// <summary>Reads the next run if there is one and none is being read. True where a block more is on its way.</summary>
    public bool Pump(int most = int.MaxValue)
    {
        var left = most;
        while (left > 0 && !_isReading && _liveCount > 0 && connection.QueuedBlocks < Limits.ReadBatch)
        {
            TakeBatch(Math.Min(left, Limits.ReadBatch));
            if (_count == 0)
            {
                break;
            }

            left -= _count;
            var first = _batch[0];
            if (store.TryReadCached(first.Piece, first.Begin, _runs.AsSpan(0, _count)))
            {
                HandOver();
                continue;
            }

            _isReading = true;
            onReads(1);
            workers.Submit(this, loop, this);
        }

        return left < most;
    }

    /// <summary>Forgets one request; false where it does not wait here.</summary>
    public bool Remove(in BlockRequest request)
    {
        if (!TakeFrom(_live, request))
        {
            return false;
        }

        _liveCount--;
        CollectionsMarshal.GetValueRefOrAddDefault(_cancelled, request, out _)++;
        if (_wanted.Count > Limits.IncomingRequests * 2)
        {
            PassCancelled();
        }

        return true;
    }

    /// <summary>Forgets everything, being choked or closed; each forgotten request is told.</summary>
    public void Clear(Action<BlockRequest>? forgotten)
    {
        while (TryTakeNext(out var request))
        {
            forgotten?.Invoke(request);
        }

        if (_isReading && !_isDropped)
        {
            _isDropped = true;
            for (var i = 0; i < _count; i++)
            {
                forgotten?.Invoke(_batch[i]);
            }
        }
    }

    /// <summary>On a worker.</summary>
    public void Run() => _error = store.Read(_batch[0].Piece, _batch[0].Begin, _runs.AsSpan(0, _count));

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop()
    {
        _isReading = false;
        onReads(-1);
        if (_error is null && !_isDropped && !connection.IsClosed)
        {
            HandOver();
            return;
        }

        var count = _count;
        var wasDropped = _isDropped;
        _count = 0;
        _isDropped = false;
        for (var i = 0; i < count; i++)
        {
            slab.Return(_runs[i].Slot);
            if (_error is { } error && !wasDropped)
            {
                onUnreadable(_batch[i], error);
            }
        }

        // What was asked for meanwhile has waited for this.
        connection.FlushLater();
    }

    /// <summary>The longest run of neighbours at the front of the queue that the rate lets pass.</summary>
    private void TakeBatch(int most)
    {
        _count = 0;
        while (_count < most && PeekNext() is { } next && (_count == 0 || Follows(next, _batch[_count - 1])) && rate.TryTake(next.Length))
        {
            TryTakeNext(out var request);
            _batch[_count] = request;
            _runs[_count++] = new BufferRun(slab.Rent(), request.Length);
        }
    }

    private static bool Follows(in BlockRequest request, in BlockRequest before) =>
        request.Piece == before.Piece && request.Begin == before.Begin + before.Length;

    private BlockRequest? PeekNext()
    {
        while (_wanted.TryPeek(out var next))
        {
            if (!TakeFrom(_cancelled, next))
            {
                return next;
            }

            _wanted.Dequeue();
        }

        return null;
    }

    private bool TryTakeNext(out BlockRequest request)
    {
        if (PeekNext() is not { } next)
        {
            request = default;
            return false;
        }

        request = next;
        _wanted.Dequeue();
        _liveCount--;
        return TakeFrom(_live, next);
    }

    private void PassCancelled()
    {
        for (var i = _wanted.Count; i > 0; i--)
        {
            var wanted = _wanted.Dequeue();
            if (!TakeFrom(_cancelled, wanted))
            {
                _wanted.Enqueue(wanted);
            }
        }
    }

    private static bool TakeFrom(Dictionary<BlockRequest, int> counts, in BlockRequest request)
    {
        if (!counts.TryGetValue(request, out var count))
        {
            return false;
        }

        if (count == 1)
        {
            counts.Remove(request);
        }
        else
        {
            counts[request] = count - 1;
        }

        return true;
    }

    private void HandOver()
    {
        for (var i = 0; i < _count; i++)
        {
            connection.QueueBlock(_batch[i], _runs[i].Slot);
        }

        _count = 0;
    }
}
