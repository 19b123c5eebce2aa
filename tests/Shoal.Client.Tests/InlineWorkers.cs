using Shoal.Runtime;

namespace Shoal.Client.Tests;

/// <summary>Does all work at once, or none until it is let.</summary>
internal sealed class InlineWorkers : IWorkers
{
    private readonly Queue<(IWork Work, Loop Loop, IMail Completion)> _held = new();

    public bool IsHeld { get; set; }

    public int Count => 1;

    public void Submit(IWork work, Loop loop, IMail completion)
    {
        if (IsHeld)
        {
            _held.Enqueue((work, loop, completion));
            return;
        }

        work.Run();
        loop.Post(completion);
    }

    /// <summary>Does what waits, up to so many.</summary>
    public void Release(int most = int.MaxValue)
    {
        for (; most > 0 && _held.TryDequeue(out var held); most--)
        {
            held.Work.Run();
            held.Loop.Post(held.Completion);
        }
    }
}
