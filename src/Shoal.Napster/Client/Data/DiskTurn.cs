using Shoal.Napster.Client.Files;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// Chunks of one download on their way into its file. Where they only go behind what is there, one worker writes them while another hashes them.
/// <code>Begin ─┬─► write ─┬─► then
///        └─► hash ──┘ </code>
/// </summary>
internal sealed class DiskTurn : IWork, IMail
{
    private readonly DataWorld _world;
    private readonly ChunkPool _pool;
    private readonly Action<Fate> _then;
    private readonly Hashing _hashing;
    private readonly List<Chunk> _chunks = [];
    private PartialFile _file = null!;
    private Fate _fate;
    private bool _isSplit;

    /// <summary>Workers that have not ended.</summary>
    private int _working;

    public DiskTurn(DataWorld world, ChunkPool pool, Action<Fate> then)
    {
        _world = world;
        _pool = pool;
        _then = then;
        _hashing = new Hashing(this);
    }

    public void Begin(PartialFile file, Queue<Chunk> waiting)
    {
        _file = file;
        while (_chunks.Count < Limits.ChunksAhead && waiting.TryDequeue(out var chunk))
        {
            _chunks.Add(chunk);
        }

        _isSplit = file.IsAppending;
        _working = _isSplit ? 2 : 1;
        _world.Disk.Submit(this, _world.Loop, this);
        if (_isSplit)
        {
            _world.Disk.Submit(_hashing, _world.Loop, this);
        }
    }

    public void Run()
    {
        if (_isSplit)
        {
            _fate = _file.Append(_chunks);
            return;
        }

        _fate = Fate.Taken;
        foreach (var chunk in _chunks)
        {
            _fate = _fate == Fate.Taken ? _file.Take(chunk.Bytes.AsSpan(0, chunk.Length)) : _fate;
        }
    }

    public void OpenOnLoop()
    {
        if (--_working > 0)
        {
            return;
        }

        foreach (var chunk in _chunks)
        {
            _pool.Return(chunk);
        }

        _chunks.Clear();
        _then(_fate);
    }

    private sealed class Hashing(DiskTurn turn) : IWork
    {
        public void Run() => turn._file.Hash(turn._chunks);
    }
}
