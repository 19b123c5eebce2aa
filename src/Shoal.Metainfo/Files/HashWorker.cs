using Shoal.Metainfo.Hashing;
using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Files;

/// <summary>One thread's part of a <see cref="HashPass"/>.</summary>
internal sealed class HashWorker : IDisposable
{
    /// <summary>One read of a piece that is hashed alone: large enough that the call does not show, small enough to stay in the core's cache until hashed.</summary>
    private const int ReadLength = 256 * 1024;

    private readonly HashPassState _state;
    private readonly IPieceFeed _feed;
    private readonly FileLayout _layout;
    private readonly PieceHasher _hasher;
    private readonly PieceLanes? _lanes;
    private readonly byte[] _buffer;
    private readonly List<PieceIndex> _together = new(Lanes.Count);

    public HashWorker(HashPassState state, IPieceFeed feed)
    {
        _state = state;
        _feed = feed;
        var job = state.Job;
        _layout = job.Layout;
        _hasher = new PieceHasher(_layout, job.V1, job.V2);
        _lanes = state.UsesLanes ? new PieceLanes(_layout, job.V1, job.V2) : null;
        _buffer = GC.AllocateUninitializedArray<byte>(Math.Min(ReadLength, _layout.PieceLength), pinned: true);
    }

    public void Run()
    {
        while (_state.TakeRun() is { } run)
        {
            Hash(run);
        }
    }

    public void Dispose()
    {
        _hasher.Dispose();
        _lanes?.Dispose();
    }

    private void Hash(PieceRange run)
    {
        _together.Clear();
        for (var i = run.First; i < run.First + run.Count; i++)
        {
            var piece = new PieceIndex(i);
            if (!_feed.Wants(piece))
            {
                _state.AddProgress(_layout.DataLengthOf(piece));
            }
            else if (_lanes?.Takes(piece) == true)
            {
                _together.Add(piece);
            }
            else
            {
                HashAlone(piece);
            }
        }

        if (_together.Count < PieceLanes.Worthwhile || !TryHashTogether())
        {
            _together.ForEach(HashAlone);
        }
    }

    private bool TryHashTogether()
    {
        long done = 0;
        var hashed = _lanes!.TryHash(_together, _feed, bytes =>
        {
            done += bytes;
            _state.AddProgress(bytes);
            return !_state.IsStopping;
        });
        _state.AddProgress(hashed ? 0 : -done);
        return hashed;
    }

    private void HashAlone(PieceIndex piece)
    {
        var length = _layout.LengthOf(piece);
        var data = _layout.DataLengthOf(piece);
        _hasher.Begin(piece);
        for (var begin = 0; begin < length; begin += _buffer.Length)
        {
            var part = _buffer.AsSpan(0, Math.Min(_buffer.Length, length - begin));
            if (_state.IsStopping || !_feed.Read(piece, begin, part))
            {
                _state.AddProgress(Math.Max(0, data - begin));
                return;
            }

            _hasher.Append(part);
            _state.AddProgress(Math.Clamp(data - begin, 0, part.Length));
        }

        _hasher.Finish();
        _feed.OnHashed(piece, _hasher.V1, _hasher.V2);
    }
}
