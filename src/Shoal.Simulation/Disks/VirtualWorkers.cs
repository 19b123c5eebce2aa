using Shoal.Runtime;

namespace Shoal.Simulation.Disks;

/// <summary>Workers of one host: the work runs when one of them is free, its completion comes after what the disk says it cost.</summary>
internal sealed class VirtualWorkers(World world, int host, DiskOptions options, VirtualStore store) : IWorkers
{
    private readonly Queue<(IWork Work, Loop Loop, IMail Completion)> _waiting = new();
    private int _busy;
    private bool _isStopped;

    public int Count => options.Workers;

    public void Submit(IWork work, Loop loop, IMail completion)
    {
        _waiting.Enqueue((work, loop, completion));
        StartNext();
    }

    /// <summary>The process is gone: what waits is never done, what was done nobody hears of.</summary>
    public void Stop() => _isStopped = true;

    private void StartNext()
    {
        if (_busy < options.Workers && _waiting.TryDequeue(out var next))
        {
            _busy++;
            // Not within the call that submits it: a real worker is another thread.
            world.Agenda.After(world.Jitter(TimeSpan.FromMicroseconds(50)), () => Run(next.Work, next.Loop, next.Completion));
        }
    }

    private void Run(IWork work, Loop loop, IMail completion)
    {
        if (_isStopped)
        {
            return;
        }

        work.Run();
        var cost = store.TakeCost();
        world.Log.Add(EventKind.Worked, host, cost.Ticks, 0);
        world.Agenda.After(cost, () =>
        {
            _busy--;
            loop.Post(completion);
            StartNext();
        });
    }
}
