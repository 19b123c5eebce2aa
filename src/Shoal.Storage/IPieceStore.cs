using Shoal.Metainfo;

namespace Shoal.Storage;

/// <summary>
/// The pieces of one torrent on a disk, real or simulated. Calls block and run on workers, several at once;
/// the caller never has two at the same piece. No call throws for what a disk can do: it returns the error.
/// </summary>
public interface IPieceStore : IDisposable
{
    /// <summary>Hashes a whole piece from its blocks in order; pad bytes that the blocks leave out are taken as zeros.</summary>
    PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks);

    /// <summary>Writes a verified piece, one call per file touched. Bytes of unselected files go to the part file.</summary>
    StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks);

    /// <summary>Fills the runs from the piece's bytes at <paramref name="begin"/>; pad bytes are zeros.</summary>
    StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into);

    /// <summary>As <see cref="Read"/>, but only where it cannot wait for a device (the page cache holds the bytes). False: nothing usable was read; use <see cref="Read"/> on a worker.</summary>
    bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into);

    /// <summary>Keeps one unverified block of an open piece in the part file.</summary>
    StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data);

    /// <summary>Reads back a block kept by <see cref="WriteUnverified"/>.</summary>
    StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into);

    /// <summary>Hashes a piece that lies in the part file as unverified blocks and, when good, moves it to its files. Blocks of a good piece are free afterwards; those of a bad one stay, to be looked at and written over.</summary>
    StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict);

    /// <summary>Syncs the files, then replaces the resume record: what it names is verified and on the device.</summary>
    StorageError? Save(ResumeState state);
}
