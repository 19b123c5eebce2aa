using Shoal.Metainfo;
using Shoal.Metainfo.Hashing;

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
        HasV1 = torrent.HasV1;
        HasV2 = torrent is { HasV2: true, HasPieceLayers: true };
    }

    /// <summary>True where pieces are held against SHA-1.</summary>
    internal bool HasV1 { get; }

    /// <summary>True where pieces are held against their roots of BEP 52.</summary>
    internal bool HasV2 { get; }

    /// <summary>Hashes a whole piece from its blocks in order; pad bytes at its end that the blocks leave out are taken as zeros.</summary>
    public PieceVerdict Verify(PieceIndex piece, ReadOnlySpan<BufferRun> blocks)
    {
        var hasher = Rent();
        hasher.Begin(piece);
        foreach (var block in blocks)
        {
            hasher.Append(block.Slot.Span[..block.Length]);
        }

        hasher.Finish();
        var verdict = VerdictOn(piece, hasher);
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

    /// <summary>What the hashes of the piece that was hashed last say of a piece of the same lengths.</summary>
    internal PieceVerdict VerdictOn(PieceIndex piece, PieceHasher hasher) => _torrent.VerdictOn(piece, hasher.V1, hasher.V2);

    internal PieceHasher Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var hasher))
            {
                return hasher;
            }
        }

        return new PieceHasher(_torrent.Layout, HasV1, HasV2);
    }

    internal void Return(PieceHasher hasher)
    {
        lock (_gate)
        {
            _idle.Push(hasher);
        }
    }
}
