using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Runtime;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files;

/// <summary>
/// Finds the place of each byte of a piece, and moves a piece with one call for each file it touches.
/// <code>
///   piece      | a a a a | . . | b b b b b |      blocks in memory
///                  │        │        │
///              wanted file pad   unwanted file
///                  ▼        ▼        ▼
///               its file  zeros   slot of the part file
/// </code>
/// </summary>
internal sealed class PieceFiles(TorrentMetainfo torrent, IReadOnlyList<bool> wanted, DataFiles data, PartFile part, ScratchPool scratches)
{
    private readonly FileLayout _layout = torrent.Layout;

    /// <summary>True when bytes of the piece belong to files that are not wanted.</summary>
    public bool TouchesUnwanted(PieceIndex piece) => AnyFile(piece, static wanted => !wanted);

    /// <summary>True when bytes of the piece belong to files that are wanted.</summary>
    public bool TouchesWanted(PieceIndex piece) => AnyFile(piece, static wanted => wanted);

    /// <summary>True when the piece lies in the part file, in part at least.</summary>
    public bool HasSlot(PieceIndex piece) => part.Has(piece);

    /// <summary>True when the file's bytes of the piece lie in the part file.</summary>
    public bool IsInPart(PieceIndex piece, int file) => !wanted[file] && part.Has(piece);

    /// <summary>The runs of files from there on; pads included.</summary>
    public void Split(PieceIndex piece, int begin, int length, List<FileSegment> into)
    {
        Invariant.Check(begin >= 0 && begin + length <= _layout.ServableLengthOf(piece));
        into.Clear();
        _layout.Split(_layout.OffsetOf(piece) + begin, length, into);
    }

    public StorageError? Write(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        var scratch = scratches.Rent();
        scratch.GrowVectors(blocks.Length + 1);
        Split(piece, 0, Math.Min(RunCursor.LengthOf(blocks), _layout.DataLengthOf(piece)), scratch.Segments);
        var cursor = new RunCursor(blocks);
        StorageError? error = null;
        var begin = 0;
        foreach (var segment in scratch.Segments)
        {
            var vectors = scratch.Vectors.AsSpan(0, cursor.Take(segment.Length, scratch.Vectors));
            error ??= WriteSegment(piece, begin, segment, vectors);
            begin += segment.Length;
        }

        scratches.Return(scratch);
        return error;
    }

    public StorageError? Read(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        var scratch = scratches.Rent();
        scratch.GrowVectors(into.Length + 1);
        Split(piece, begin, RunCursor.LengthOf(into), scratch.Segments);
        var cursor = new RunCursor(into);
        StorageError? error = null;
        foreach (var segment in scratch.Segments)
        {
            var vectors = scratch.Vectors.AsSpan(0, cursor.Take(segment.Length, scratch.Vectors));
            error ??= ReadSegment(piece, begin, segment, vectors);
            begin += segment.Length;
        }

        scratches.Return(scratch);
        return error;
    }

    public bool TryReadCached(PieceIndex piece, int begin, ReadOnlySpan<BufferRun> into)
    {
        var scratch = scratches.Rent();
        scratch.GrowVectors(into.Length + 1);
        Split(piece, begin, RunCursor.LengthOf(into), scratch.Segments);
        var cursor = new RunCursor(into);
        var isDone = true;
        foreach (var segment in scratch.Segments)
        {
            var vectors = scratch.Vectors.AsSpan(0, cursor.Take(segment.Length, scratch.Vectors));
            isDone = isDone && TryReadSegment(piece, begin, segment, vectors);
            begin += segment.Length;
        }

        scratches.Return(scratch);
        return isDone;
    }

    /// <summary>Writes one run of a piece to its file, or to the part file.</summary>
    public StorageError? WriteSegment(PieceIndex piece, int begin, FileSegment segment, Span<IoVector> from) =>
        segment.IsPadding ? null
        : wanted[segment.FileIndex] ? data.Write(segment, from)
        : part.Write(piece, begin, from);

    /// <summary>Reads one run of a piece from where it lies.</summary>
    public StorageError? ReadSegment(PieceIndex piece, int begin, FileSegment segment, Span<IoVector> into)
    {
        if (!segment.IsPadding)
        {
            return IsInPart(piece, segment.FileIndex) ? part.Read(piece, begin, into) : data.Read(segment, into);
        }

        Clear(into);
        return null;
    }

    /// <summary>Hashes a piece that lies in its slot, and when it is good moves it to the files. Not <see cref="FreeSlot"/>: an error leaves all as it was.</summary>
    public unsafe StorageError? VerifyAndMove(PieceIndex piece, PieceVerifier verifier, out PieceVerdict verdict)
    {
        var scratch = scratches.Rent();
        var length = _layout.DataLengthOf(piece);
        StorageError? error = null;
        var hasher = verifier.Rent();
        hasher.Begin(piece);
        for (var begin = 0; begin < length && error is null; begin += Limits.PartReadLength)
        {
            Span<IoVector> vector = [new IoVector(scratch.Buffer, Math.Min(length - begin, Limits.PartReadLength))];
            var bytes = vector[0].Span;
            error = part.Read(piece, begin, vector);
            if (error is null)
            {
                hasher.Append(bytes);
            }
        }

        verdict = PieceVerdict.Bad;
        if (error is null)
        {
            hasher.Finish();
            verdict = verifier.VerdictOn(piece, hasher);
        }

        verifier.Return(hasher);
        if (verdict == PieceVerdict.Good)
        {
            error = Move(piece, length, scratch);
        }

        scratches.Return(scratch);
        return error;
    }

    /// <summary>Frees the slot of a verified piece, unless bytes of unwanted files stay there.</summary>
    public StorageError? FreeSlot(PieceIndex piece) => TouchesUnwanted(piece) ? null : part.Free(piece);

    private unsafe StorageError? Move(PieceIndex piece, int length, Scratch scratch)
    {
        Split(piece, 0, length, scratch.Segments);
        var begin = 0;
        foreach (var segment in scratch.Segments)
        {
            if (!segment.IsPadding && wanted[segment.FileIndex] && Copy(piece, begin, segment, scratch.Buffer) is { } error)
            {
                return error;
            }

            begin += segment.Length;
        }

        return null;
    }

    /// <summary>Copies one run from the piece's slot to its file.</summary>
    public unsafe StorageError? Copy(PieceIndex piece, int begin, FileSegment segment, byte* buffer)
    {
        for (var done = 0; done < segment.Length; done += Limits.PartReadLength)
        {
            var length = Math.Min(segment.Length - done, Limits.PartReadLength);
            Span<IoVector> vector = [new IoVector(buffer, length)];
            var error = part.Read(piece, begin + done, vector);
            vector[0] = new IoVector(buffer, length);
            error ??= data.Write(segment with { FileOffset = segment.FileOffset + done, Length = length }, vector);
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private static void Clear(Span<IoVector> vectors)
    {
        foreach (var vector in vectors)
        {
            vector.Span.Clear();
        }
    }

    private bool TryReadSegment(PieceIndex piece, int begin, FileSegment segment, Span<IoVector> into)
    {
        if (!segment.IsPadding)
        {
            return IsInPart(piece, segment.FileIndex) ? part.TryReadCached(piece, begin, into) : data.TryReadCached(segment, into);
        }

        Clear(into);
        return true;
    }

    private bool AnyFile(PieceIndex piece, Func<bool, bool> isOfKind)
    {
        var offset = _layout.OffsetOf(piece);
        var end = offset + _layout.LengthOf(piece);
        for (var file = _layout.FileAt(offset); file < _layout.Files.Count && _layout.Files[file].Offset < end; file++)
        {
            if (_layout.Files[file] is { IsPadding: false, Length: > 0 } && isOfKind(wanted[file]))
            {
                return true;
            }
        }

        return false;
    }
}
