using Shoal.Metainfo.Hashing;
using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Files;

/// <summary>Feeds a pass from files on a disk.</summary>
/// <param name="files">The files, shared by all threads.</param>
/// <param name="stopsAtFault">True: after the first file that cannot be read no piece is wanted. False: its pieces are left out.</param>
/// <param name="onHashed">Hears the hashes, on any thread.</param>
internal sealed class FileFeed(FilesRead files, bool stopsAtFault, FileFeed.Hashed onHashed) : IPieceFeed
{
    private readonly PositionedReader _reader = new(files.Paths);
    private readonly List<FileSegment> _segments = [];

    public delegate void Hashed(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2);

    public bool Wants(PieceIndex piece) => !stopsAtFault || files.FirstFault is null;

    public bool Read(PieceIndex piece, int begin, Span<byte> into)
    {
        _segments.Clear();
        files.Layout.Split(files.Layout.OffsetOf(piece) + begin, into.Length, _segments);
        var isWhole = true;
        foreach (var segment in _segments)
        {
            var part = into[..segment.Length];
            into = into[segment.Length..];
            if (segment.IsPadding)
            {
                part.Clear();
                continue;
            }

            // Also behind a fault: each file's own is wanted.
            isWhole &= !files.IsGone(segment.FileIndex) && Read(segment, part);
        }

        return isWhole;
    }

    public void OnHashed(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2) => onHashed(piece, v1, v2);

    public void Dispose() => _reader.Dispose();

    private bool Read(FileSegment segment, Span<byte> into)
    {
        if (_reader.Read(segment.FileIndex, segment.FileOffset, into, out _) is { } fault)
        {
            files.Report(segment.FileIndex, fault);
            return false;
        }

        return true;
    }
}
