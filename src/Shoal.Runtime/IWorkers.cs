namespace Shoal.Runtime;

/// <summary>Where hashing and disk access happen: threads in life, inline with a modelled time in simulation.</summary>
public interface IWorkers
{
    /// <summary>How many pieces of work run at once.</summary>
    int Count { get; }

    /// <summary>Queues the work; when it ran, <paramref name="completion"/> is posted to <paramref name="loop"/>.</summary>
    void Submit(IWork work, Loop loop, IMail completion);
}
