using Shoal.Metainfo;

namespace Shoal.Storage.Files.Checking;

/// <summary>What the threads of one check found so far.</summary>
internal sealed class CheckRun(TorrentMetainfo torrent, byte[] have)
{
    private readonly Lock _gate = new();

    /// <summary>The first error that is no missing or short file.</summary>
    public StorageError? Error { get; private set; }

    public void Judge(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2)
    {
        if (torrent.VerdictOn(piece, v1, v2) == PieceVerdict.Good)
        {
            Add(piece);
        }
    }

    public void Add(PieceIndex piece)
    {
        lock (_gate)
        {
            Bits.Set(have, piece.Value);
        }
    }

    public void Note(StorageError error)
    {
        if (error.Kind is StorageErrorKind.NotWritable or StorageErrorKind.Device)
        {
            lock (_gate)
            {
                Error ??= error;
            }
        }
    }
}
