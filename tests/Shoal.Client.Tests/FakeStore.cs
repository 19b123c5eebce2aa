using Shoal.Client.Tests.Hashes;
using Shoal.Metainfo;
using Shoal.Storage;
using Shoal.Storage.Verification;

namespace Shoal.Client.Tests;

/// <summary>A disk of zeros that judges pieces as the test says; with a torrent it holds that torrent's bytes and judges by its hashes.</summary>
internal sealed class FakeStore(V2Torrent? torrent = null) : IPieceStore
{
    private const int Block = 16384;

    private readonly Dictionary<(PieceIndex Piece, int Block), byte[]> _unverified = [];
    private readonly PieceVerifier? _verifier = torrent is null ? null : new PieceVerifier(torrent.Metainfo);

    /// <summary>Pieces that were written.</summary>
    public List<int> Written { get; } = [];

    /// <summary>Added to every byte read: a disk that went bad.</summary>
    public byte Rot { get; set; }

    /// <summary>False: a device must be waited for.</summary>
    public bool IsCached { get; init; } = true;

    public PieceVerdict Verdict { get; set; } = PieceVerdict.Good;

    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks) =>
        _verifier?.Verify(piece, blocks) ?? Verdict;

    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        Written.Add(piece.Value);
        return null;
    }

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        Fill(piece, begin, into);
        return null;
    }

    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        Fill(piece, begin, into);
        return IsCached;
    }

    public StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data)
    {
        _unverified[(piece, block)] = data.Slot.Span[..data.Length].ToArray();
        return null;
    }

    public StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into)
    {
        _unverified[(piece, block)].CopyTo(into.Slot.Span);
        return null;
    }

    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        verdict = Verdict;
        if (torrent is not null)
        {
            var length = torrent.Metainfo.Layout.DataLengthOf(piece);
            var right = Enumerable.Range(0, (length + Block - 1) / Block).All(i => _unverified[(piece, i)].SequenceEqual(torrent.Block(piece.Value, i * Block, Math.Min(Block, length - i * Block))));
            verdict = right ? PieceVerdict.Good : PieceVerdict.Bad;
        }

        return null;
    }

    public StorageError? Save(ResumeState state) => null;

    public void Dispose() => _verifier?.Dispose();

    private void Fill(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        foreach (var run in into)
        {
            run.Slot.Span[..run.Length].Clear();
            torrent?.Block(piece.Value, begin, run.Length).CopyTo(run.Slot.Span);
            run.Slot.Span[0] += Rot;
            begin += run.Length;
        }
    }
}
