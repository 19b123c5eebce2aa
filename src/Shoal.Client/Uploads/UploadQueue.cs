using Shoal.Metainfo;
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
internal sealed class UploadQueue(Loop loop, IWorkers workers, IPieceStore store, BufferSlab slab, PeerConnection connection, Action<StorageError> onError)
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

    /// <summary>Requests that wait.</summary>
    public int Count => _wanted.Count + _count;

    /// <summary>A worker reads the next batch.</summary>
    public bool IsReading => _isReading;

    public void Add(in BlockRequest request)
    {
        _wanted.Enqueue(request);
        connection.FlushLater();
    }

    /// <summary>Reads the next run if there is one and none is being read.</summary>
    public void Pump()
    {
        while (!_isReading && _wanted.Count > 0 && connection.QueuedBlocks < Limits.ReadBatch)
        {
            TakeBatch();
            var first = _batch[0];
            if (store.TryReadCached(first.Piece, first.Begin, _runs.AsSpan(0, _count)))
            {
                HandOver();
                continue;
            }

            _isReading = true;
            workers.Submit(this, loop, this);
        }
    }

    /// <summary>Forgets one request; false where it does not wait here.</summary>
    public bool Remove(in BlockRequest request)
    {
        var found = false;
        for (var i = _wanted.Count; i > 0; i--)
        {
            var wanted = _wanted.Dequeue();
            if (!found && wanted == request)
            {
                found = true;
                continue;
            }

            _wanted.Enqueue(wanted);
        }

        return found;
    }

    /// <summary>Forgets everything, being choked or closed; each forgotten request is told.</summary>
    public void Clear(Action<BlockRequest>? forgotten)
    {
        while (_wanted.TryDequeue(out var request))
        {
            forgotten?.Invoke(request);
        }

        if (_isReading)
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
        if (_error is null && !_isDropped && !connection.IsClosed)
        {
            HandOver();
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            slab.Return(_runs[i].Slot);
        }

        _count = 0;
        _isDropped = false;
        // What was asked for meanwhile waited for this read.
        connection.FlushLater();
        if (_error is { } error)
        {
            _error = null;
            onError(error);
        }
    }

    /// <summary>The longest run of neighbours at the front of the queue.</summary>
    private void TakeBatch()
    {
        _count = 0;
        do
        {
            var request = _wanted.Dequeue();
            _batch[_count] = request;
            _runs[_count++] = new BufferRun(slab.Rent(), request.Length);
        }
        while (_count < Limits.ReadBatch && _wanted.TryPeek(out var next)
            && next.Piece == _batch[_count - 1].Piece && next.Begin == _batch[_count - 1].Begin + _batch[_count - 1].Length);
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
