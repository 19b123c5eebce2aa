namespace Shoal.Runtime.Real;

/// <summary>A fixed number of threads that take work in order. The callers' memory budgets bound the queue.</summary>
public sealed class WorkerThreads : IWorkers, IDisposable
{
    /// <summary>How long the end of all threads together is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Queue<Item> _queue = new();
    private readonly Thread[] _threads;
    private bool _stopping;

    /// <summary>Starts the threads.</summary>
    public WorkerThreads(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "shoal-worker-" + i };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public int Count => _threads.Length;

    /// <inheritdoc/>
    public void Submit(IWork work, Loop loop, IMail completion)
    {
        lock (_queue)
        {
            _queue.Enqueue(new Item(work, loop, completion));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Finishes what is queued, then ends the threads; one that hangs in a disk's call is left behind, and ends with the process.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _stopping = true;
            Monitor.PulseAll(_queue);
        }

        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        foreach (var thread in _threads)
        {
            thread.Join((int)Math.Max(0, deadline - Environment.TickCount64));
        }
    }

    private void Work()
    {
        while (true)
        {
            Item item;
            lock (_queue)
            {
                while (_queue.Count == 0)
                {
                    if (_stopping)
                    {
                        return;
                    }

                    Monitor.Wait(_queue);
                }

                item = _queue.Dequeue();
            }

            item.Work.Run();
            item.Loop.Post(item.Completion);
        }
    }

    private readonly record struct Item(IWork Work, Loop Loop, IMail Completion);
}
