namespace Shoal.Napster.Client.Files;

/// <summary>Threads that hash files, each its own, and help with the parts of others' files when there are no more.</summary>
internal sealed class HashCrew : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<DueFile> _files = [];
    private readonly Queue<FilePart> _parts = [];
    private readonly Thread[] _threads;
    private List<HashOutcome> _outcomes = [];
    private Exception? _defect;
    private long _bytesDone;
    private volatile int _idle;
    private volatile bool _isStopping;
    private volatile string _current = "";

    public HashCrew(int threads)
    {
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "shoal-share-" + i };
            _threads[i].Start();
        }
    }

    /// <summary>Files that were added and whose outcome was not taken.</summary>
    public int Pending { get; private set; }

    public bool IsStopping => _isStopping;

    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>The file that a thread began last.</summary>
    public string Current => _current;

    public void Add(DueFile file)
    {
        Pending++;
        lock (_gate)
        {
            _files.Enqueue(file);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Outcomes that there are; none after a while in which there was none.</summary>
    public IReadOnlyList<HashOutcome> TakeOutcomes(TimeSpan patience)
    {
        lock (_gate)
        {
            if (_outcomes.Count == 0 && _defect is null)
            {
                Monitor.Wait(_gate, patience);
            }

            if (_defect is not null)
            {
                throw new InvalidOperationException("a thread that hashes failed", _defect);
            }

            var taken = _outcomes;
            _outcomes = [];
            Pending -= taken.Count;
            return taken;
        }
    }

    /// <summary>A part of a file that another thread may hash, if one has nothing to do.</summary>
    public void Offer(FilePart part)
    {
        if (_idle > 0)
        {
            lock (_gate)
            {
                _parts.Enqueue(part);
                Monitor.PulseAll(_gate);
            }
        }
    }

    public void AddProgress(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    /// <summary>Ends all threads; files that are read are left where they are.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work()
    {
        try
        {
            using var hasher = new FileHasher(this);
            while (TryTake(out var file, out var part))
            {
                if (part is not null)
                {
                    part.TryHash(hasher.Merkle);
                    continue;
                }

                _current = file.Path;
                var outcome = hasher.Hash(file);
                lock (_gate)
                {
                    _outcomes.Add(outcome);
                    Monitor.PulseAll(_gate);
                }
            }
        }
#pragma warning disable CA1031 // The owner of the threads throws it; left alone, it would end the process.
        catch (Exception defect)
        {
            lock (_gate)
            {
                _defect = defect;
                Monitor.PulseAll(_gate);
            }
        }
#pragma warning restore CA1031
    }

    private bool TryTake(out DueFile file, out FilePart? part)
    {
        (file, part) = (default, null);
        lock (_gate)
        {
            while (!_isStopping)
            {
                if (_files.TryDequeue(out file) || _parts.TryDequeue(out part))
                {
                    return true;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return false;
        }
    }
}
