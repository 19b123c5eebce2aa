using Shoal.Metainfo.Creating;

namespace Shoal.Metainfo.Files;

/// <summary>What the threads of one pass share. Each piece is one thread's, so only the counters are contended.</summary>
internal sealed class HashPassState
{
    private readonly FileFault?[] _faults;
    private int _nextUnit = -1;
    private long _bytesDone;
    private volatile bool _stopping;

    public HashPassState(HashJob job)
    {
        Job = job;
        var pieces = job.Layout.PieceCount;
        PiecesPerUnit = Math.Max(1, HashWorker.BufferLength / job.Layout.PieceLength);
        UnitCount = (pieces + PiecesPerUnit - 1) / PiecesPerUnit;
        Hashes = new PieceHashes(job.V1 ? new byte[pieces * Sha1Hash.Length] : [], job.V2 ? new byte[pieces * Sha256Hash.Length] : []);
        Unread = new bool[pieces];
        _faults = new FileFault?[job.Layout.Files.Count];
    }

    public HashJob Job { get; }

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
