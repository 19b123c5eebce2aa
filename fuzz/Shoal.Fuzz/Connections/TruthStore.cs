using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;
using Shoal.Storage.Verification;

namespace Shoal.Fuzz.Connections;

/// <summary>A disk that knows the right bytes: it lets nothing else be called good or be written, and reads what was written alone.</summary>
internal sealed class TruthStore(SampleTorrent torrent, bool isFull, IChance chance) : IPieceStore
{
    private static readonly StorageError Broken = new(StorageErrorKind.DiskFull, "sample", "the disk is full; free some of it");

    private readonly PieceVerifier _verifier = new(torrent.Metainfo);
    private readonly bool[] _written = [.. Enumerable.Repeat(isFull, torrent.PieceCount)];
    private readonly Dictionary<(PieceIndex Piece, int Block), byte[]> _unverified = [];
    private bool _isDisposed;

    /// <summary>While true every call fails.</summary>
    public bool IsBroken { get; set; }

    public bool IsWhole => Array.TrueForAll(_written, static w => w);

    public bool IsWritten(PieceIndex piece) => _written[piece.Value];

    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        Invariant.Check(!_isDisposed);
        var verdict = _verifier.Verify(piece, blocks);
        FuzzTarget.Require((verdict == PieceVerdict.Good) == IsRight(piece, blocks), $"piece {piece} is called {verdict}, and it is not");
        return verdict;
    }

    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        Invariant.Check(!_isDisposed && !_written[piece.Value] && IsRight(piece, blocks));
        _written[piece.Value] = !IsBroken;
        return IsBroken ? Broken : null;
    }

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        FuzzTarget.Require(!_isDisposed && _written[piece.Value], $"piece {piece} is read before it is written");
        foreach (var run in into)
        {
            torrent.BytesOf(piece, begin, run.Length).CopyTo(run.Slot.Span);
            begin += run.Length;
        }

        return IsBroken ? Broken : null;
    }

    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into) => !IsBroken && chance.Below(4) != 0 && Read(piece, begin, into) is null;

    public StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data)
    {
        Invariant.Check(!_isDisposed);
        if (!IsBroken)
        {
            _unverified[(piece, block)] = data.Slot.Span[..data.Length].ToArray();
        }

        return IsBroken ? Broken : null;
    }

    public StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into)
    {
        if (!_unverified.TryGetValue((piece, block), out var bytes))
        {
            return Broken;
        }

        bytes.CopyTo(into.Slot.Span);
        return null;
    }

    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        Invariant.Check(!_isDisposed && !_written[piece.Value]);
        verdict = PieceVerdict.Bad;
        if (IsBroken)
        {
            return Broken;
        }

        var (length, isRight) = (torrent.Metainfo.Layout.DataLengthOf(piece), true);
        for (int begin = 0, block = 0; begin < length; block++)
        {
            Invariant.Check(_unverified.TryGetValue((piece, block), out var bytes));
            isRight &= torrent.BytesOf(piece, begin, bytes!.Length).SequenceEqual(bytes);
            begin += bytes.Length;
        }

        verdict = isRight ? PieceVerdict.Good : PieceVerdict.Bad;
        _written[piece.Value] = isRight;
        return null;
    }

    public StorageError? Save(ResumeState state)
    {
        Invariant.Check(!_isDisposed);
        for (var i = 0; i < _written.Length; i++)
        {
            FuzzTarget.Require(_written[i] || !Bits.Get(state.Have, i), "the record names a piece that is not here");
        }

        return IsBroken ? Broken : null;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _verifier.Dispose();
    }

    private bool IsRight(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        var (begin, isRight) = (0, true);
        foreach (var run in blocks)
        {
            isRight &= torrent.BytesOf(piece, begin, run.Length).SequenceEqual(run.Slot.Span[..run.Length]);
            begin += run.Length;
        }

        FuzzTarget.Require(begin == torrent.Metainfo.Layout.DataLengthOf(piece), $"piece {piece} is verified without some of its bytes");
        return isRight;
    }
}
