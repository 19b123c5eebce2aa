using Shoal.Metainfo;
using Shoal.Metainfo.Hashing;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files.Checking;

/// <summary>One thread's view of the pieces on the disk. What lies behind the end of a file or in a hole is not read.</summary>
internal sealed class CheckFeed(CheckRun run, FileLayout layout, PieceFiles pieces, DataFiles data, ZeroPiece zeros) : IPieceFeed
{
    private readonly List<FileSegment> _segments = [];

    // The last hole that was found: nothing from its begin to its end needs to be asked about again.
    private int _holeFile = -1;
    private long _holeBegin;
    private long _holeEnd;

    public bool Wants(PieceIndex piece)
    {
        pieces.Split(piece, 0, layout.DataLengthOf(piece), _segments);
        var isHole = true;
        foreach (var segment in _segments)
        {
            if (segment.IsPadding || pieces.IsInPart(piece, segment.FileIndex))
            {
                isHole &= segment.IsPadding;
                continue;
            }

            if (data.Stamps[segment.FileIndex].Length < segment.FileOffset + segment.Length)
            {
                return false;
            }

            isHole &= IsHole(segment);
        }

        // A hole reads as zeros, and zeros may be what the torrent names.
        if (isHole && zeros.VerdictOn(piece) == PieceVerdict.Good)
        {
            run.Add(piece);
        }

        return !isHole;
    }

    public unsafe bool Read(PieceIndex piece, int begin, Span<byte> into)
    {
        pieces.Split(piece, begin, into.Length, _segments);
        fixed (byte* first = into)
        {
            var at = 0;
            foreach (var segment in _segments)
            {
                Span<IoVector> vector = [new IoVector(first + at, segment.Length)];
                if (pieces.ReadSegment(piece, begin + at, segment, vector) is { } error)
                {
                    run.Note(error);
                    return false;
                }

                at += segment.Length;
            }
        }

        return true;
    }

    public void OnHashed(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2) => run.Judge(piece, v1, v2);

    public void Dispose()
    {
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
}
