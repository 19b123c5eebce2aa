using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;
using Shoal.Runtime.Buffers;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Files.Checking;
using Shoal.Storage.Resume;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files;

/// <summary>
/// A torrent's pieces in real files.
/// <code>
///   Open ─► LoadedState ─► check what it names ─► Begin(have) ─► Write, Read, ... ─► Save ─► Dispose
/// </code>
/// Nothing below the download folder is made or changed before <see cref="Begin"/> has agreed.
/// </summary>
public sealed class FileStore : IPieceStore
{
    private readonly TorrentMetainfo _torrent;
    private readonly StoreParts _parts;
    private readonly PieceVerifier _verifier;
    private readonly ResumeKeeper _keeper;
    private readonly Start _start;

    private FileStore(TorrentMetainfo torrent, StoreParts parts, ResumeKeeper keeper, Start start)
    {
        _torrent = torrent;
        _parts = parts;
        _keeper = keeper;
        _start = start;
        _verifier = new PieceVerifier(torrent);
        Checker = new PieceChecker(torrent, parts.Pieces, parts.Data, _verifier);
    }

    /// <summary>Finds out which pieces are in the files.</summary>
    public PieceChecker Checker { get; }

    /// <summary>
    /// Takes the torrent in that folder for this process and looks what is there. Nothing is read in full and nothing of the
    /// torrent is made; what must be checked is in <paramref name="loaded"/>, and <see cref="Begin"/> comes after the check.
    /// </summary>
    /// <returns>Null when both results are there. Missing: what was there is gone. InTheWay: another process has it. NotWritable: the state folder.</returns>
    public static StorageError? Open(
        TorrentMetainfo torrent, StoreOptions options, out FileStore? store, out LoadedState? loaded)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(options);
        store = null;
        loaded = null;
        var parts = new StoreParts(torrent, options);
        var opening = new Opening(torrent, options, parts);
        var error = opening.Run(out var keeper, out loaded);
        if (error is not null)
        {
            parts.Dispose();
            return error;
        }

        store = new FileStore(torrent, parts, keeper!, new Start(torrent, options, parts, opening.WasOwned));
        return null;
    }

    /// <summary>
    /// Agrees to write, given what the check found: nothing of a stranger is in the way and there is room for what is missing. Then
    /// notes that the files are ours and makes the download folder and empty files. After an error nothing was changed; call again
    /// when its cause is gone.
    /// </summary>
    /// <param name="have">One bit a piece, high bit first.</param>
    public StorageError? Begin(ReadOnlySpan<byte> have) => _start.Run(have);

    /// <summary>Open, check on this many threads, and begin: for callers that may block.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="options">Where it lives.</param>
    /// <param name="parallelism">Threads that check.</param>
    /// <param name="progress">Told from those threads how many pieces were checked, of how many.</param>
    /// <param name="store">The store, ready for use, when there is no error.</param>
    /// <param name="loaded">What is there, nothing left to check.</param>
    /// <param name="cancellation">Ends the check with an <see cref="OperationCanceledException"/>.</param>
    public static StorageError? OpenChecked(
        TorrentMetainfo torrent,
        StoreOptions options,
        int parallelism,
        Action<int, int>? progress,
        out FileStore? store,
        out LoadedState? loaded,
        CancellationToken cancellation)
    {
        var error = Open(torrent, options, out store, out loaded);
        if (error is not null)
        {
            return error;
        }

        try
        {
            error = store!.Checker.CheckAll(loaded!.ToCheck, loaded.Have, parallelism, progress, cancellation) ?? store.Begin(loaded.Have);
        }
        catch (OperationCanceledException)
        {
            store!.Dispose();
            throw;
        }

        loaded = new LoadedState
        {
            Have = loaded.Have,
            ToCheck = [],
            Partial = loaded.Partial,
            Uploaded = loaded.Uploaded,
            Downloaded = loaded.Downloaded,
        };
        if (error is not null)
        {
            store.Dispose();
            store = null;
        }

        return error;
    }

    /// <inheritdoc/>
    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks) => _verifier.Verify(piece, blocks);

    /// <inheritdoc/>
    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks) =>
        BeforeWriting() ?? _parts.Pieces.Write(piece, blocks) ?? _parts.Pieces.FreeSlot(piece);

    /// <inheritdoc/>
    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into) => _parts.Pieces.Read(piece, begin, into);

    /// <inheritdoc/>
    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into) => _parts.Pieces.TryReadCached(piece, begin, into);

    /// <inheritdoc/>
    public unsafe StorageError? WriteUnverified(PieceIndex piece, int block, BufferRun data)
    {
        Span<IoVector> vector = [new IoVector(data.Slot.Address, data.Length)];
        return BeforeWriting() ?? _parts.Part.Write(piece, block * BufferSlab.SlotLength, vector);
    }

    /// <inheritdoc/>
    public unsafe StorageError? ReadUnverified(PieceIndex piece, int block, BufferRun into)
    {
        Span<IoVector> vector = [new IoVector(into.Slot.Address, into.Length)];
        return _parts.Part.Read(piece, block * BufferSlab.SlotLength, vector);
    }

    /// <inheritdoc/>
    public StorageError? VerifyAndMove(PieceIndex piece, out PieceVerdict verdict)
    {
        verdict = PieceVerdict.Bad;
        if (BeforeWriting() is { } error)
        {
            return error;
        }

        var failed = _parts.Pieces.VerifyAndMove(piece, _verifier, out verdict);
        return failed ?? (verdict == PieceVerdict.Good ? _parts.Pieces.FreeSlot(piece) : null);
    }

    /// <inheritdoc/>
    public StorageError? Save(ResumeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return _start.Finish(state.Have) ?? _keeper.Save(state);
    }

    /// <summary>Closes the files and lets others take the torrent. Saves nothing.</summary>
    public void Dispose()
    {
        Checker.Dispose();
        _verifier.Dispose();
        _parts.Dispose();
    }

    private StorageError? BeforeWriting() => _start.BeforeWriting() ?? _keeper.MarkUnclean();
}
