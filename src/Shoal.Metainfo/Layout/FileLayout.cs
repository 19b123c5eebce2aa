using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Metainfo.Layout;

/// <summary>
/// How files lie in the torrent's space of bytes, and so which pieces touch which files.
/// <code>
///   v1       a a a a b b c c c c      pieces run through the files
///   hybrid   a a a . b b . . c c      pad files (.) align each file to a piece
///   v2       a a a   b b     c c      the gaps are no bytes at all: a piece ends with its file
/// </code>
/// </summary>
public sealed class FileLayout
{
    private readonly FileExtent[] _files;
    private readonly bool _gaps;

    /// <summary>Lays the files out in order.</summary>
    /// <param name="pieceLength">Bytes in a piece.</param>
    /// <param name="files">Length and whether padding, in the torrent's order.</param>
    /// <param name="alignToPieces">True for v2-only torrents (BEP 52): each non-empty file begins a piece, and nothing fills the gap.</param>
    public FileLayout(int pieceLength, IEnumerable<(long Length, bool IsPadding)> files, bool alignToPieces)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceLength);
        PieceLength = pieceLength;
        _gaps = alignToPieces;
        long offset = 0;
        long end = 0;
        var extents = new List<FileExtent>();
        foreach (var (length, isPadding) in files)
        {
            if (alignToPieces && length > 0)
            {
                offset = (offset + pieceLength - 1) / pieceLength * pieceLength;
            }

            extents.Add(new FileExtent(offset, length, isPadding));
            offset = checked(offset + length);
            end = offset;
            DataLength += isPadding ? 0 : length;
        }

        _files = [.. extents];
        TotalLength = end;
        PieceCount = checked((int)((end + pieceLength - 1) / pieceLength));
    }

    /// <summary>Bytes in every piece but the short ones.</summary>
    public int PieceLength { get; }

    /// <summary>Pieces in all.</summary>
    public int PieceCount { get; }

    /// <summary>The end of torrent space: pads and gaps counted.</summary>
    public long TotalLength { get; }

    /// <summary>Bytes of real files: neither pads nor gaps.</summary>
    public long DataLength { get; }

    /// <summary>The files in order.</summary>
    public IReadOnlyList<FileExtent> Files => _files;

    /// <summary>The piece's first byte in torrent space.</summary>
    public long OffsetOf(PieceIndex piece) => (long)piece.Value * PieceLength;

    /// <summary>Bytes of the piece on the wire and under its v1 hash, pad bytes included.</summary>
    public int LengthOf(PieceIndex piece)
    {
        var offset = OffsetOf(piece);
        if (!_gaps)
        {
            return (int)Math.Min(PieceLength, TotalLength - offset);
        }

        var file = _files[FileAt(offset)];
        return (int)Math.Min(PieceLength, file.Offset + file.Length - offset);
    }

    /// <summary>Where a run that a peer asks for must end: where a v2 file ends within a block, libtorrent 2.0 asks for the whole block and takes what follows as zeros.</summary>
    public int ServableLengthOf(PieceIndex piece) => _gaps ? PieceLength : LengthOf(piece);

    /// <summary>Bytes of the piece up to its last byte of a real file: what is requested and, per file, what the v2 hash covers.</summary>
    public int DataLengthOf(PieceIndex piece)
    {
        var offset = OffsetOf(piece);
        var end = offset + LengthOf(piece);
        for (var i = FileAt(end - 1); i >= 0 && _files[i].Offset + _files[i].Length > offset; i--)
        {
            if (!_files[i].IsPadding && _files[i].Length > 0)
            {
                return (int)(Math.Min(end, _files[i].Offset + _files[i].Length) - offset);
            }
        }

        return 0;
    }

    /// <summary>How many layers above the leaves the piece's v2 hash stands: in a file that fits one piece it is the file's own root (BEP 52).</summary>
    public int RootLayerOf(PieceIndex piece)
    {
        var file = _files[FileAt(OffsetOf(piece))];
        Invariant.Check(!file.IsPadding);
        return file.Length > PieceLength ? MerkleTree.PieceLayer(PieceLength) : MerkleTree.RootLayer(MerkleTree.LeavesOf(file.Length));
    }

    /// <summary>The pieces that hold bytes of the file: first and, exclusive, end. Empty files have none.</summary>
    public (int First, int End) PiecesOf(int fileIndex)
    {
        var file = _files[fileIndex];
        return file.Length == 0 ? (0, 0) : ((int)(file.Offset / PieceLength), (int)((file.Offset + file.Length - 1) / PieceLength) + 1);
    }

    /// <summary>The index of the file that holds the byte at this offset; never an empty file.</summary>
    public int FileAt(long offset)
    {
        Invariant.Check(offset >= 0 && offset < TotalLength);
        int low = 0, high = _files.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_files[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        while (_files[low].Length == 0)
        {
            low--;
        }

        return low;
    }

    /// <summary>Splits a run of torrent space into runs of files, in order. It begins in a file; a v2 gap is padding before the file that follows, or after the last.</summary>
    public void Split(long offset, int length, List<FileSegment> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        for (var i = length == 0 ? 0 : FileAt(offset); length > 0; i++)
        {
            var isEnd = i == _files.Length;
            var file = isEnd ? new FileExtent(long.MaxValue, 1, IsPadding: false) : _files[i];
            if (file.Length > 0 && offset < file.Offset)
            {
                var gap = (int)Math.Min(length, file.Offset - offset);
                into.Add(new FileSegment(isEnd ? i - 1 : i, 0, gap, IsPadding: true));
                offset += gap;
                length -= gap;
            }

            var inFile = offset - file.Offset;
            var take = (int)Math.Min(length, file.Length - inFile);
            if (take <= 0)
            {
                continue;
            }

            into.Add(new FileSegment(i, inFile, take, file.IsPadding));
            offset += take;
            length -= take;
        }
    }
}
