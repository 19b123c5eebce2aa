using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>Reads one byte of a piece that could not be read, to see whether the disk works again.</summary>
internal sealed class ReadProbe(PieceIndex piece, IPieceStore store, Slot slot, Action<ReadProbe> onDone) : IWork, IMail
{
    public Slot Slot => slot;

    /// <summary>Why it still cannot be read.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run() => Error = store.Read(piece, 0, [new BufferRun(slot, 1)]);

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);
}
