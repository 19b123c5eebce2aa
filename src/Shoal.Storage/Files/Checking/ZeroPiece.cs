using Shoal.Metainfo;
using Shoal.Metainfo.Hashing;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files.Checking;

/// <summary>Knows the hashes of a full piece of zeros, computed once: a large file that is not begun has thousands of such pieces.</summary>
internal sealed class ZeroPiece(FileLayout layout, PieceVerifier verifier) : IDisposable
{
    private readonly Lock _gate = new();

    // Its hashes are what is kept, so it is not given back before the end.
    private PieceHasher? _full;

    /// <summary>What the torrent says of a piece whose bytes are all zero.</summary>
    public PieceVerdict VerdictOn(PieceIndex piece)
    {
        if (layout.DataLengthOf(piece) < layout.PieceLength)
        {
            var hasher = verifier.Rent();
            hasher.HashZeros(piece);
            var verdict = verifier.VerdictOn(piece, hasher);
            verifier.Return(hasher);
            return verdict;
        }

        lock (_gate)
        {
            if (_full is null)
            {
                _full = verifier.Rent();
                _full.HashZeros(piece);
            }

            return verifier.VerdictOn(piece, _full);
        }
    }

    public void Dispose()
    {
        if (_full is not null)
        {
            verifier.Return(_full);
            _full = null;
        }
    }
}
