namespace Shoal.Runtime;

/// <summary>A piece of blocking or heavy work. Reused by its owner: one object serves many pieces.</summary>
public interface IWork
{
    /// <summary>Runs on a worker, off the loop. Must not throw: a failure is a result.</summary>
    void Run();
}
