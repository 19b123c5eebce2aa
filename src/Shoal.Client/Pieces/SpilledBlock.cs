using Shoal.Client.Picking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>One unverified block on its way to the part file.</summary>
internal sealed class SpilledBlock(OpenPiece piece, int block, BufferRun data, IPieceStore store, Action<SpilledBlock> onDone) : IWork, IMail
{
    public OpenPiece Piece => piece;

    public int Block => block;

    public BufferRun Data => data;

    /// <summary>Why it could not be written; it keeps its memory and can be submitted again.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run() => Error = store.WriteUnverified(piece.Index, block, data);

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);
}
