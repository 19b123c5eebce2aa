using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>Workers whose work is done when the world says so, so that messages come while a piece is hashed or a block is read.</summary>
internal sealed class LateWorkers : IWorkers
{
    private readonly Queue<(IWork Work, Loop Loop, IMail Completion)> _waiting = new();

    public int Count => 1;

    /// <summary>Nothing is worked on.</summary>
    public bool IsHeld { get; set; }

    public int Waiting => _waiting.Count;

    public void Submit(IWork work, Loop loop, IMail completion) => _waiting.Enqueue((work, loop, completion));

    /// <summary>Does so many, held or not; true where there was work.</summary>
    public bool Run(int most)
    {
        var done = 0;
        for (; done < most && _waiting.TryDequeue(out var next); done++)
        {
            next.Work.Run();
            next.Loop.Post(next.Completion);
        }

        return done > 0;
    }
}
