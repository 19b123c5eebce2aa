using Shoal.Metainfo;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files.Checking;

/// <summary>Knows the hashes of a full piece of zeros, computed once: a large file that is not begun has thousands of such pieces.</summary>
internal sealed class ZeroPiece(PieceVerifier verifier) : IDisposable
{
    private readonly Lock _gate = new();

    // Its hashes are what is kept, so it is not given back before the end.
    private PieceHasher? _hasher;

    /// <summary>For a piece whose data is of full length.</summary>
    public PieceVerdict VerdictOn(PieceIndex piece)
    {
        lock (_gate)
        {
            if (_hasher is null)
            {
                _hasher = verifier.Rent();
                return _hasher.VerdictOnZeros(piece);
            }

            return _hasher.VerdictOn(piece);
        }
    }

    public void Dispose()
    {
        if (_hasher is not null)
        {
            verifier.Return(_hasher);
            _hasher = null;
        }
    }
}
