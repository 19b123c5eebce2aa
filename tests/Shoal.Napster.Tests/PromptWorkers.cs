using Shoal.Runtime;

namespace Shoal.Napster.Tests;

/// <summary>Does all work at once, or when it is let.</summary>
internal sealed class PromptWorkers : IWorkers
{
    private readonly Queue<(IWork Work, Loop Loop, IMail Completion)> _held = new();

    public bool IsHeld { get; set; }

    public int Held => _held.Count;

    public int Count => 1;

    public void Submit(IWork work, Loop loop, IMail completion)
    {
        _held.Enqueue((work, loop, completion));
        if (!IsHeld)
        {
            Release();
        }
    }

    public void Release()
    {
        while (_held.TryDequeue(out var held))
        {
            held.Work.Run();
            held.Loop.Post(held.Completion);
        }
    }
}
