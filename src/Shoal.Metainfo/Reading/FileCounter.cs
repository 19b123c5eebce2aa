namespace Shoal.Metainfo.Reading;

/// <summary>Counts files and bytes against the limits while they are read, before anything is built from them.</summary>
internal sealed class FileCounter(int pieceLength)
{
    private int _files;
    private int _pads;
    private long _bytes;

    /// <summary>Bytes so far, below 2^51.</summary>
    internal long Bytes => _bytes;

    /// <summary>Counts a file; gives the reason when it is one too many.</summary>
    /// <param name="alignToPieces">BEP 52: bytes are counted in whole pieces.</param>
    internal string? Add(FileEntry entry, bool alignToPieces)
    {
        if ((entry.IsPadding ? ++_pads : ++_files) > Limits.Files)
        {
            return "it has more than 250,000 files";
        }

        var most = (long)Limits.Pieces * pieceLength;
        if (entry.Length > most)
        {
            return "it has more than 2,097,152 pieces";
        }

        _bytes += alignToPieces ? (entry.Length + pieceLength - 1) / pieceLength * pieceLength : entry.Length;
        return _bytes > most ? "it has more than 2,097,152 pieces" : null;
    }
}
