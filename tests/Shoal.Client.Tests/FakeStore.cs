using Shoal.Metainfo;
using Shoal.Storage;

namespace Shoal.Client.Tests;

/// <summary>A disk of zeros that judges pieces as the test says.</summary>
internal sealed class FakeStore : IPieceStore
{
    public PieceVerdict Verdict { get; set; } = PieceVerdict.Good;

    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks) => Verdict;

    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks) => null;

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        TryReadCached(piece, begin, into);
        return null;
    }

    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        foreach (var run in into)
        {
            run.Slot.Span[..run.Length].Clear();
        }

        return true;
    }

    public StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data) => null;

    public StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into) => null;

    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        verdict = Verdict;
        return null;
    }

    public StorageError? Save(ResumeState state) => null;

    public void Dispose()
    {
    }
}
