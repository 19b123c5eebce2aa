using System.Runtime.ExceptionServices;

namespace Shoal.Metainfo.Files;

/// <summary>
/// Reads files once and hashes their pieces on all cores: what creating and verifying a torrent share.
/// <code>
///   layout ─► units of whole pieces, ~1 MiB ─► each thread: take the next unit, read it into its buffer, hash ─► arrays by piece
/// </code>
/// Threads read at positions and share only counters: two of them reach 0.85 of what two cores can hash (docs/performance.md).
/// </summary>
internal static class HashPass
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Blocks until all is hashed.</summary>
    /// <param name="job">What to hash.</param>
    /// <param name="progress">Called on this thread about ten times a second with the bytes hashed so far, and once at the end.</param>
    /// <param name="cancellation">Ends the pass within one unit.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static HashPassState Run(HashJob job, Action<long>? progress, CancellationToken cancellation)
    {
        var state = new HashPassState(job);
        using var stop = cancellation.Register(state.Stop);
        var threads = new Thread[Math.Clamp(state.UnitCount, 1, Environment.ProcessorCount)];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Work(state)) { IsBackground = true, Name = "shoal-hash-" + i };
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
        return state;
    }

    private static void Work(HashPassState state)
    {
        try
        {
            using var worker = new HashWorker(state);
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
