using Shoal.Metainfo;

namespace Shoal.Storage.Verification;

/// <summary>Says whether the bytes of a piece are those that the torrent names (BEP 3, BEP 52). Any number of threads may ask; nothing is allocated for a piece.</summary>
public sealed class PieceVerifier : IDisposable
{
    private readonly TorrentMetainfo _torrent;
    private readonly Lock _gate = new();

    // As many as ever worked at once.
    private readonly Stack<PieceHasher> _idle = new();

    /// <summary>For the pieces of one torrent.</summary>
    public PieceVerifier(TorrentMetainfo torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        _torrent = torrent;
    }

    /// <summary>Hashes a whole piece from its blocks in order; pad bytes at its end that the blocks leave out are taken as zeros.</summary>
    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        var hasher = Rent();
        hasher.Begin(piece);
        foreach (var block in blocks)
        {
            hasher.Append(block.Slot.Span[..block.Length]);
        }

        var verdict = hasher.Finish();
        Return(hasher);
        return verdict;
    }

    /// <summary>Frees the digests; nobody may be verifying.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var hasher in _idle)
            {
                hasher.Dispose();
            }

            _idle.Clear();
        }
    }

    internal PieceHasher Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var hasher))
            {
                return hasher;
            }
        }

        return new PieceHasher(_torrent);
    }

    internal void Return(PieceHasher hasher)
    {
        lock (_gate)
        {
            _idle.Push(hasher);
        }
    }
}
