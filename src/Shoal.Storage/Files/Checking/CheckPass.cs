using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files.Checking;

/// <summary>One thread's way through pieces in a row: small pieces are read many at once, large ones in parts.</summary>
internal unsafe ref struct CheckPass(TorrentMetainfo torrent, PieceFiles pieces, DataFiles data, Scratch scratch, PieceHasher hasher, ZeroPiece zeros)
{
    private readonly FileLayout _layout = torrent.Layout;

    // The last hole that was found: nothing from its begin to its end needs to be asked about again.
    private int _holeFile = -1;
    private long _holeBegin;
    private long _holeEnd;

    private enum Content
    {
        Absent,
        Hole,
        Readable,
    }

    /// <summary>The first error that is no missing or short file.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>Checks at least one piece.</summary>
    /// <returns>How many.</returns>
    public int CheckSome(PieceIndex first, Span<bool> valid)
    {
        var content = Look(first);
        if (content != Content.Readable)
        {
            valid[0] = content == Content.Hole && IsZeros(first);
            return 1;
        }

        var length = _layout.LengthOf(first);
        if (length > Limits.CheckReadLength || pieces.HasSlot(first))
        {
            valid[0] = CheckAlone(first);
            return 1;
        }

        // Pieces of full length lie side by side, in the layout with gaps too.
        var count = 1;
        for (; count < valid.Length && _layout.LengthOf(Next(first, count - 1)) == _layout.PieceLength; count++)
        {
            var next = Next(first, count);
            var longer = length + _layout.LengthOf(next);
            if (longer > Limits.CheckReadLength || pieces.HasSlot(next) || Look(next) != Content.Readable)
            {
                break;
            }

            length = longer;
        }

        if (!Read(_layout.OffsetOf(first), length))
        {
            valid[0] = CheckAlone(first);
            return 1;
        }

        var rest = new ReadOnlySpan<byte>(scratch.Buffer, length);
        for (var i = 0; i < count; i++)
        {
            var piece = Next(first, i);
            hasher.Begin(piece);
            hasher.Append(rest[.._layout.LengthOf(piece)]);
            valid[i] = hasher.Finish() == PieceVerdict.Good;
            rest = rest[_layout.LengthOf(piece)..];
        }

        return count;
    }

    private static PieceIndex Next(PieceIndex piece, int by) => new(piece.Value + by);

    private Content Look(PieceIndex piece)
    {
        pieces.Split(piece, 0, _layout.DataLengthOf(piece), scratch.Segments);
        var content = Content.Hole;
        foreach (var segment in scratch.Segments)
        {
            if (segment.IsPadding || pieces.IsInPart(piece, segment.FileIndex))
            {
                content = segment.IsPadding ? content : Content.Readable;
                continue;
            }

            if (data.Stamps[segment.FileIndex].Length < segment.FileOffset + segment.Length)
            {
                return Content.Absent;
            }

            content = IsHole(segment) ? content : Content.Readable;
        }

        return content;
    }

    private bool IsHole(FileSegment segment)
    {
        var end = segment.FileOffset + segment.Length;
        if (segment.FileIndex != _holeFile || segment.FileOffset < _holeBegin || end > _holeEnd)
        {
            _holeFile = segment.FileIndex;
            _holeBegin = segment.FileOffset;
            _holeEnd = data.NextData(segment.FileIndex, segment.FileOffset);
        }

        return end <= _holeEnd;
    }

    // A hole reads as zeros, and zeros may be what the torrent names.
    private readonly bool IsZeros(PieceIndex piece) =>
        (_layout.DataLengthOf(piece) == _layout.PieceLength ? zeros.VerdictOn(piece) : hasher.VerdictOnZeros(piece)) == PieceVerdict.Good;

    private bool CheckAlone(PieceIndex piece)
    {
        var length = _layout.DataLengthOf(piece);
        hasher.Begin(piece);
        for (var begin = 0; begin < length; begin += Limits.CheckReadLength)
        {
            var part = Math.Min(length - begin, Limits.CheckReadLength);
            pieces.Split(piece, begin, part, scratch.Segments);
            var at = 0;
            foreach (var segment in scratch.Segments)
            {
                Span<IoVector> vector = [new IoVector(scratch.Buffer + at, segment.Length)];
                if (pieces.ReadSegment(piece, begin + at, segment, vector) is { } error)
                {
                    Note(error);
                    return false;
                }

                at += segment.Length;
            }

            hasher.Append(new ReadOnlySpan<byte>(scratch.Buffer, part));
        }

        return hasher.Finish() == PieceVerdict.Good;
    }

    private readonly bool Read(long offset, int length)
    {
        scratch.Segments.Clear();
        _layout.Split(offset, length, scratch.Segments);
        var at = scratch.Buffer;
        foreach (var segment in scratch.Segments)
        {
            Span<IoVector> vector = [new IoVector(at, segment.Length)];
            if (segment.IsPadding)
            {
                vector[0].Span.Clear();
            }
            else if (data.Read(segment, vector) is not null)
            {
                return false;
            }

            at += segment.Length;
        }

        return true;
    }

    private void Note(StorageError error)
    {
        if (error.Kind is StorageErrorKind.NotWritable or StorageErrorKind.Device)
        {
            Error ??= error;
        }
    }
}
