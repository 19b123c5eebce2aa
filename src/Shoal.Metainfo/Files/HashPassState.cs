using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Hashing;

namespace Shoal.Metainfo.Files;

/// <summary>What the threads of one pass share. Each piece is one thread's, so only the counters are contended.</summary>
internal sealed class HashPassState
{
    /// <summary>One read: large enough that the call does not show, small enough to stay in the core's cache until hashed.</summary>
    private const int ReadLength = 1024 * 1024;

    /// <summary>Bytes for all threads to hold sixteen pieces each; longer pieces are hashed one by one.</summary>
    private const long LaneMemory = 64L * 1024 * 1024;

    private readonly FileFault?[] _faults;
    private int _nextUnit = -1;
    private long _bytesDone;
    private volatile bool _stopping;

    public HashPassState(HashJob job)
    {
        Job = job;
        var pieces = job.Layout.PieceCount;
        var together = (long)job.Layout.PieceLength * Lanes.Count;
        UsesLanes = job.V1 && Lanes.IsSupported && pieces >= Lanes.Count && together * Environment.ProcessorCount <= LaneMemory;
        ChunkLength = UsesLanes ? (int)Math.Max(together, ReadLength) : ReadLength;
        PiecesPerUnit = Math.Max(1, ChunkLength / job.Layout.PieceLength);
        UnitCount = (pieces + PiecesPerUnit - 1) / PiecesPerUnit;
        Hashes = new PieceHashes(job.V1 ? new byte[pieces * Sha1Hash.Length] : [], job.V2 ? new byte[pieces * Sha256Hash.Length] : []);
        Unread = new bool[pieces];
        _faults = new FileFault?[job.Layout.Files.Count];
    }

    public HashJob Job { get; }

    /// <summary>True: sixteen pieces are hashed together where they are whole.</summary>
    public bool UsesLanes { get; }

    /// <summary>Bytes read at once by a thread: a multiple of 16 KiB.</summary>
    public int ChunkLength { get; }

    public int PiecesPerUnit { get; }

    public int UnitCount { get; }

    public PieceHashes Hashes { get; }

    /// <summary>True for pieces that touch bytes which could not be read.</summary>
    public bool[] Unread { get; }

    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>What escaped from a worker: a defect of ours, rethrown by the pass.</summary>
    public Exception? Defect { get; private set; }

    /// <summary>The first failure of each file, by file index.</summary>
    public IReadOnlyList<FileFault?> Faults => _faults;

    /// <summary>Takes the next run of pieces; -1 when there is no more to do.</summary>
    public int TakeUnit()
    {
        var unit = _stopping ? UnitCount : Interlocked.Increment(ref _nextUnit);
        return unit < UnitCount ? unit : -1;
    }

    public void AddProgress(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    public void ReportFault(int file, FileFault fault)
    {
        Interlocked.CompareExchange(ref _faults[file], fault, null);
        if (Job.StopAtFault)
        {
            Stop();
        }
    }

    /// <summary>True when opening the file again would be in vain.</summary>
    public bool IsGone(int file) => Volatile.Read(ref _faults[file]) is { Kind: FileFaultKind.Missing or FileFaultKind.Unreadable };

    public void Fail(Exception defect)
    {
        Defect = defect;
        Stop();
    }

    public void Stop() => _stopping = true;
}
