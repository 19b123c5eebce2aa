using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Simulation.Disks;

/// <summary>
/// A disk that keeps states instead of bytes: a written piece is the content's, because nothing else is let through.
/// Real bytes only where they may be wrong: unverified blocks in the part file.
/// </summary>
internal sealed class VirtualStore(World world, Content content, DiskOptions options, bool isFull) : IPieceStore
{
    private static readonly StorageError Full = new(StorageErrorKind.DiskFull, "content", "the simulated disk is full; free some of it");

    private readonly bool[] _written = [.. Enumerable.Repeat(isFull, content.Metainfo.Layout.PieceCount)];
    private readonly Dictionary<(PieceIndex Piece, int Block), byte[]> _unverified = [];
    private TimeSpan _cost;
    private bool _isDisposed;

    /// <summary>While true every write fails.</summary>
    public bool IsDiskFull { get; set; }

    /// <summary>Writes that failed.</summary>
    public int Refusals { get; private set; }

    /// <summary>Reads that gave wrong bytes.</summary>
    public int Poisoned { get; private set; }

    /// <summary>What was last named in a record that is on the device.</summary>
    public ResumeState? Saved { get; private set; }

    public bool IsWritten(PieceIndex piece) => _written[piece.Value];

    /// <summary>True when every piece was written, each byte as the content has it.</summary>
    public bool IsIdenticalCopy => Array.TrueForAll(_written, w => w);

    /// <summary>What the calls since the last question would have taken.</summary>
    public TimeSpan TakeCost()
    {
        var cost = _cost;
        _cost = TimeSpan.Zero;
        return cost;
    }

    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        Invariant.Check(!_isDisposed);
        _cost += TimeSpan.FromSeconds(content.Metainfo.Layout.LengthOf(piece) / (double)options.HashRate);
        return IsRight(piece, blocks) ? PieceVerdict.Good : PieceVerdict.Bad;
    }

    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        Invariant.Check(!_isDisposed && !_written[piece.Value] && IsRight(piece, blocks));
        if (Refuse(content.Metainfo.Layout.LengthOf(piece)) is { } error)
        {
            return error;
        }

        _written[piece.Value] = true;
        return null;
    }

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        // A peer that asks for what we lack is refused before the disk is.
        Invariant.Check(!_isDisposed && _written[piece.Value]);
        _cost += options.Latency;
        foreach (var run in into)
        {
            var bytes = run.Slot.Span[..run.Length];
            content.Of(piece, begin, run.Length).CopyTo(bytes);
            if (options.PoisonPerMille > 0 && world.Chance.Below(1000) < options.PoisonPerMille)
            {
                bytes[world.Chance.Below(bytes.Length)] ^= 0x40;
                Poisoned++;
            }

            begin += run.Length;
            _cost += TimeSpan.FromSeconds(run.Length / (double)options.DiskRate);
        }

        return null;
    }

    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        if (world.Chance.Below(100) >= options.CachedPercent)
        {
            return false;
        }

        Read(piece, begin, into);
        _cost = TimeSpan.Zero;
        return true;
    }

    public StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data)
    {
        Invariant.Check(!_isDisposed);
        if (Refuse(data.Length) is { } error)
        {
            return error;
        }

        _unverified[(piece, block)] = data.Slot.Span[..data.Length].ToArray();
        return null;
    }

    public StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into)
    {
        _cost += options.Latency + TimeSpan.FromSeconds(into.Length / (double)options.DiskRate);
        _unverified[(piece, block)].CopyTo(into.Slot.Span);
        return null;
    }

    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        Invariant.Check(!_isDisposed && !_written[piece.Value]);
        verdict = PieceVerdict.Bad;
        var length = content.Metainfo.Layout.LengthOf(piece);
        if (Refuse(length) is { } error)
        {
            return error;
        }

        var isRight = true;
        var blocks = new List<(PieceIndex, int)>();
        for (var begin = 0; begin < length;)
        {
            var key = (piece, blocks.Count);
            blocks.Add(key);
            isRight &= content.Of(piece, begin, _unverified[key].Length).SequenceEqual(_unverified[key]);
            begin += _unverified[key].Length;
        }

        blocks.ForEach(key => Invariant.Check(!isRight || _unverified.Remove(key)));
        verdict = isRight ? PieceVerdict.Good : PieceVerdict.Bad;
        _written[piece.Value] = isRight;
        return null;
    }

    public StorageError? Save(ResumeState state)
    {
        Invariant.Check(!_isDisposed);
        if (Refuse(state.Have.Length) is { } error)
        {
            return error;
        }

        for (var i = 0; i < _written.Length; i++)
        {
            Invariant.Check(_written[i] || (state.Have[i >> 3] & (0x80 >> (i & 7))) == 0);
        }

        foreach (var (piece, blocks) in state.Partial)
        {
            for (var i = 0; i < blocks.Length * 8; i++)
            {
                Invariant.Check((blocks[i >> 3] & (0x80 >> (i & 7))) == 0 || _unverified.ContainsKey((piece, i)));
            }
        }

        Saved = state;
        return null;
    }

    public void Dispose() => _isDisposed = true;

    private StorageError? Refuse(int length)
    {
        _cost += options.Latency + TimeSpan.FromSeconds(length / (double)options.DiskRate);
        Refusals += IsDiskFull ? 1 : 0;
        return IsDiskFull ? Full : null;
    }

    private bool IsRight(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        var begin = 0;
        foreach (var run in blocks)
        {
            if (!content.Of(piece, begin, run.Length).SequenceEqual(run.Slot.Span[..run.Length]))
            {
                return false;
            }

            begin += run.Length;
        }

        Invariant.Check(begin == content.Metainfo.Layout.LengthOf(piece));
        return true;
    }
}
