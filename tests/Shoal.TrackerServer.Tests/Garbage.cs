namespace Shoal.TrackerServer.Tests;

/// <summary>What something costs the collector.</summary>
internal static class Garbage
{
    /// <summary>
    /// The least that one round of several allocates. A collection meanwhile, which tests beside this one make, counts what was left of this thread's share of the heap: in one
    /// round, not in all.
    /// </summary>
    public static long Least(int rounds, Action round)
    {
        var least = long.MaxValue;
        for (; rounds > 0; rounds--)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
