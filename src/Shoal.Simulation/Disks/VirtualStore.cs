using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Simulation.Disks;

/// <summary>One run's calls on a simulated disk: what they cost, which of them fail, and that the engine asks for nothing senseless.</summary>
internal sealed class VirtualStore(World world, Content content, DiskOptions options, VirtualFile file) : IPieceStore
{
    private static readonly StorageError Full = new(StorageErrorKind.DiskFull, "content", "the simulated disk is full; free some of it");

    private TimeSpan _cost;
    private bool _isDisposed;

    /// <summary>What outlives this run.</summary>
    public VirtualFile File => file;

    /// <summary>While true every write fails.</summary>
    public bool IsDiskFull
    {
        get => file.IsDiskFull;
        set => file.IsDiskFull = value;
    }

    /// <summary>Writes that failed.</summary>
    public int Refusals { get; private set; }

    /// <summary>Reads that gave wrong bytes.</summary>
    public int Poisoned { get; private set; }

    public bool IsWritten(PieceIndex piece) => file.IsWritten(piece);

    /// <summary>True when every piece was written, each byte as the content has it.</summary>
    public bool IsIdenticalCopy => file.IsIdenticalCopy;

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
        Invariant.Check(!_isDisposed && IsRight(piece, blocks));
        if (Refuse(content.Metainfo.Layout.LengthOf(piece)) is { } error)
        {
            return error;
        }

        file.Write(piece);
        return null;
    }

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        // A peer that asks for what we lack is refused before the disk is.
        Invariant.Check(!_isDisposed && file.IsWritten(piece));
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

        file.Keep(piece, block, data.Slot.Span[..data.Length]);
        return null;
    }

    public StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into)
    {
        _cost += options.Latency + TimeSpan.FromSeconds(into.Length / (double)options.DiskRate);
        file.CopyKept(piece, block, into.Slot.Span[..into.Length]);
        return null;
    }

    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        Invariant.Check(!_isDisposed && !file.IsWritten(piece));
        verdict = PieceVerdict.Bad;
        var length = content.Metainfo.Layout.LengthOf(piece);
        if (Refuse(length) is { } error)
        {
            return error;
        }

        var isRight = true;
        for (var block = 0; block * Client.Limits.BlockLength < length; block++)
        {
            isRight &= file.IsKeptRight(piece, block);
        }

        if (isRight)
        {
            verdict = PieceVerdict.Good;
            file.Move(piece);
        }

        return null;
    }

    public StorageError? Save(ResumeState state)
    {
        Invariant.Check(!_isDisposed);
        if (Refuse(state.Have.Length) is { } error)
        {
            return error;
        }

        file.Sync(state);
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
