using System.Buffers;
using Shoal.Client.Banning;
using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>A whole piece on its way through hashing to the disk. Nobody writes its slots until it is done.</summary>
/// <param name="wantsDigests">Also where the piece passes, because it failed before.</param>
internal sealed class SealedPiece(OpenPiece piece, IPieceStore store, BufferSlab slab, bool wantsDigests, Action<SealedPiece> onDone) : IWork, IMail
{
    public OpenPiece Piece => piece;

    public PieceVerdict Verdict { get; private set; }

    /// <summary>SHA-256 of each block, where the piece failed or they are wanted, and could be had.</summary>
    public byte[]? Digests { get; private set; }

    /// <summary>Why it could not be written; it keeps its memory and can be submitted again.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run()
    {
        // What passes leaves the part file, what fails stays there.
        Digests = piece.IsSpilled && wantsDigests ? BlockDigests.Of(piece, store, slab) : null;
        (Error, Verdict) = piece.IsSpilled ? VerifyAndMove() : VerifyAndWrite();
        if (Error is null && (Verdict == PieceVerdict.Bad || (wantsDigests && !piece.IsSpilled)))
        {
            Digests ??= BlockDigests.Of(piece, store, slab);
        }
    }

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);

    private (StorageError? Error, PieceVerdict Verdict) VerifyAndMove()
    {
        var error = store.VerifyAndMove(piece.Index, out var verdict);
        return (error, verdict);
    }

    private (StorageError? Error, PieceVerdict Verdict) VerifyAndWrite()
    {
        // Borrowed: one for each piece would be the most of what a transfer allocates.
        var borrowed = ArrayPool<BufferRun>.Shared.Rent(piece.Slots.Length);
        var runs = borrowed.AsSpan(0, piece.Slots.Length);
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new BufferRun(piece.Slots[i], piece.RequestOf(i).Length);
        }

        var verdict = store.Verify(piece.Index, runs);
        var error = verdict == PieceVerdict.Good ? store.Write(piece.Index, runs) : null;
        ArrayPool<BufferRun>.Shared.Return(borrowed);
        return (error, verdict);
    }
}
