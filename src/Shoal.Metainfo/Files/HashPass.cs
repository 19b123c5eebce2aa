using System.Runtime.ExceptionServices;
using Shoal.Metainfo.Hashing;

namespace Shoal.Metainfo.Files;

/// <summary>
/// Reads pieces once and hashes them on several threads: what creating and checking a torrent share.
/// <code>
///   pieces ─► runs of sixteen ─► each thread takes the next run ─┬─ full ones ─► read and hashed side by side (AVX-512)
///                                                                └─ the others ─► one after another (OpenSSL)
/// </code>
/// Threads share only counters.
/// </summary>
public static class HashPass
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Blocks until all is hashed.</summary>
    /// <param name="job">What to hash.</param>
    /// <param name="parallelism">How many threads, at most; at least 1.</param>
    /// <param name="openFeed">Called on each thread for a feed of its own.</param>
    /// <param name="progress">Called on the calling thread about ten times a second with the bytes done so far, and once at the end; pieces that are not wanted count too.</param>
    /// <param name="cancellation">Ends the pass within about a mebibyte a thread.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(HashJob job, int parallelism, Func<IPieceFeed> openFeed, Action<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(openFeed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parallelism);
        var state = new HashPassState(job, parallelism);
        using var stop = cancellation.Register(state.Stop);
        var threads = new Thread[Math.Min(state.RunCount, parallelism)];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Work(state, openFeed)) { IsBackground = true, Name = "shoal-hash-" + i };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            while (!thread.Join(ReportInterval))
            {
                progress?.Invoke(state.BytesDone);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        if (state.Defect is { } defect)
        {
            ExceptionDispatchInfo.Throw(defect);
        }

        progress?.Invoke(state.BytesDone);
    }

    private static void Work(HashPassState state, Func<IPieceFeed> openFeed)
    {
        try
        {
            using var feed = openFeed();
            using var worker = new HashWorker(state, feed);
            worker.Run();
        }
#pragma warning disable CA1031 // The owner of the threads rethrows it; left alone, it would end the process.
        catch (Exception defect)
        {
            state.Fail(defect);
        }
#pragma warning restore CA1031
    }
}
