using Shoal.Metainfo;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Files.Checking;

/// <summary>
/// Finds out which pieces are in the files. What lies behind the end of a file or in a hole is not read. Any number of threads may
/// check at once, as long as nothing is written to the pieces being checked.
/// </summary>
public sealed class PieceChecker : IDisposable
{
    private readonly TorrentMetainfo _torrent;
    private readonly PieceFiles _pieces;
    private readonly DataFiles _data;
    private readonly ScratchPool _scratches;
    private readonly PieceVerifier _verifier;
    private readonly ZeroPiece _zeros;

    internal PieceChecker(TorrentMetainfo torrent, PieceFiles pieces, DataFiles data, ScratchPool scratches, PieceVerifier verifier)
    {
        _torrent = torrent;
        _pieces = pieces;
        _data = data;
        _scratches = scratches;
        _verifier = verifier;
        _zeros = new ZeroPiece(verifier);
    }

    /// <summary>Checks pieces in a row on the calling thread.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="valid">For each piece from there on whether it is there and right.</param>
    /// <returns>An error of a file that could not be read; its pieces count as not there.</returns>
    public StorageError? CheckPieces(PieceIndex first, Span<bool> valid)
    {
        var scratch = _scratches.Rent();
        var hasher = _verifier.Rent();
        var pass = new CheckPass(_torrent, _pieces, _data, scratch, hasher, _zeros);
        for (var done = 0; done < valid.Length;)
        {
            done += pass.CheckSome(new PieceIndex(first.Value + done), valid[done..]);
        }

        _verifier.Return(hasher);
        _scratches.Return(scratch);
        return pass.Error;
    }

    /// <summary>Checks all pieces of the ranges on threads of its own.</summary>
    /// <param name="ranges">What to check.</param>
    /// <param name="have">One bit a piece, high bit first; the bits of valid pieces are set, none is cleared.</param>
    /// <param name="parallelism">How many threads; at least 1.</param>
    /// <param name="progress">Told from those threads how many pieces were checked, of how many.</param>
    /// <param name="cancellation">Ends the check with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The first error of a file that could not be read.</returns>
    public StorageError? CheckAll(
        IReadOnlyList<PieceRange> ranges, byte[] have, int parallelism, Action<int, int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(have);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parallelism);
        var run = new CheckRun(this, Batches(ranges), have, progress, cancellation);
        var threads = new Thread[Math.Min(parallelism, run.BatchCount)];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(run.Work) { IsBackground = true, Name = "shoal-check-" + i };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        return run.Error;
    }

    /// <summary>Frees what it keeps; its store does that.</summary>
    public void Dispose() => _zeros.Dispose();

    private List<PieceRange> Batches(IReadOnlyList<PieceRange> ranges)
    {
        var size = Math.Max(1, Limits.CheckBatchBytes / _torrent.Layout.PieceLength);
        var batches = new List<PieceRange>();
        foreach (var range in ranges)
        {
            for (var done = 0; done < range.Count; done += size)
            {
                batches.Add(new PieceRange(range.First + done, Math.Min(size, range.Count - done)));
            }
        }

        return batches;
    }
}
