using Shoal.Metainfo;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files.Checking;

/// <summary>Finds out which pieces are in the files. Nothing may be written to the pieces being checked.</summary>
public sealed class PieceChecker : IDisposable
{
    private readonly TorrentMetainfo _torrent;
    private readonly PieceFiles _pieces;
    private readonly DataFiles _data;
    private readonly PieceVerifier _verifier;
    private readonly ZeroPiece _zeros;

    internal PieceChecker(TorrentMetainfo torrent, PieceFiles pieces, DataFiles data, PieceVerifier verifier)
    {
        _torrent = torrent;
        _pieces = pieces;
        _data = data;
        _verifier = verifier;
        _zeros = new ZeroPiece(torrent.Layout, verifier);
    }

    private FileLayout Layout => _torrent.Layout;

    /// <summary>Checks all pieces of the ranges on threads of its own.</summary>
    /// <param name="ranges">What to check.</param>
    /// <param name="have">One bit a piece, high bit first; the bits of valid pieces are set, none is cleared.</param>
    /// <param name="parallelism">How many threads; at least 1.</param>
    /// <param name="progress">Told on the calling thread, about ten times a second, how many pieces' bytes were checked, of how many.</param>
    /// <param name="cancellation">Ends the check with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The first error of a file that could not be read; its pieces count as not there.</returns>
    public StorageError? CheckAll(
        IReadOnlyList<PieceRange> ranges, byte[] have, int parallelism, Action<int, int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(have);
        var run = new CheckRun(_torrent, have);
        var job = new HashJob(Layout, _verifier.HasV1, _verifier.HasV2, ranges);
        HashPass.Run(job, parallelism, () => new CheckFeed(run, Layout, _pieces, _data, _zeros), progress is null ? null : Count(job, progress), cancellation);
        return run.Error;
    }

    /// <summary>Frees what it keeps; its store does that.</summary>
    public void Dispose() => _zeros.Dispose();

    private static Action<long> Count(HashJob job, Action<int, int> progress)
    {
        var bytes = Math.Max(1, job.DataLength);
        var pieces = job.Ranges.Sum(range => range.Count);
        return done => progress((int)Math.Min(pieces, (double)done / bytes * pieces), pieces);
    }
}
