using Shoal.Metainfo.Hashing;

namespace Shoal.Metainfo.Files;

/// <summary>What the threads of one pass share.</summary>
internal sealed class HashPassState
{
    /// <summary>Bytes of one run where pieces are hashed one by one: enough that threads rarely meet.</summary>
    private const int RunLength = 1024 * 1024;

    private readonly List<PieceRange> _runs = [];
    private int _next = -1;
    private long _bytesDone;

    public HashPassState(HashJob job, int parallelism)
    {
        Job = job;

        // A thread with lanes has the rate of three without: it is better alone than three one by one.
        var full = job.Ranges.Sum(range => range.Count / Lanes.Count);
        UsesLanes = job.V1 && PieceLanes.IsUsable(job.Layout) && full > 0 && full * 2 >= parallelism;
        var size = UsesLanes ? Lanes.Count : Math.Max(1, RunLength / job.Layout.PieceLength);
        foreach (var range in job.Ranges)
        {
            for (var done = 0; done < range.Count; done += size)
            {
                _runs.Add(new PieceRange(range.First + done, Math.Min(size, range.Count - done)));
            }
        }
    }

    public HashJob Job { get; }

    /// <summary>True: sixteen pieces are hashed together. Without v1 there is no need: the leaves of one piece are hashed together as well.</summary>
    public bool UsesLanes { get; }

    public int RunCount => _runs.Count;

    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>What escaped from a worker: a defect of ours, rethrown by the pass.</summary>
    public Exception? Defect { get; private set; }

    public volatile bool IsStopping;

    /// <summary>The next run of pieces, or null when there is no more to do.</summary>
    public PieceRange? TakeRun() => !IsStopping && Interlocked.Increment(ref _next) is var index && index < _runs.Count ? _runs[index] : null;

    public void AddProgress(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    public void Fail(Exception defect)
    {
        Defect = defect;
        Stop();
    }

    public void Stop() => IsStopping = true;
}
