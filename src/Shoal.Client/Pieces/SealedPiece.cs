using Shoal.Client.Picking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>A whole piece on its way through hashing to the disk. Nobody writes its slots until it is done.</summary>
internal sealed class SealedPiece(OpenPiece piece, IPieceStore store, Action<SealedPiece> onDone) : IWork, IMail
{
    private readonly BufferRun[] _runs = RunsOf(piece);

    public OpenPiece Piece => piece;

    public PieceVerdict Verdict { get; private set; }

    /// <summary>Why it could not be written; it keeps its memory and can be submitted again.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run()
    {
        Error = null;
        if (piece.IsSpilled)
        {
            Error = store.VerifyAndMove(piece.Index, out var verdict);
            Verdict = verdict;
            return;
        }

        Verdict = store.Verify(piece.Index, _runs);
        if (Verdict == PieceVerdict.Good)
        {
            Error = store.Write(piece.Index, _runs);
        }
    }

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);

    private static BufferRun[] RunsOf(OpenPiece piece)
    {
        var runs = new BufferRun[piece.Slots.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new BufferRun(piece.Slots[i], piece.RequestOf(i).Length);
        }

        return runs;
    }
}
