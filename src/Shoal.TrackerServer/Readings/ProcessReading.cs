namespace Shoal.TrackerServer.Readings;

/// <summary>What the process takes of its machine.</summary>
/// <param name="Memory">Resident bytes.</param>
/// <param name="Heap">Bytes of objects, dead ones included until they are collected.</param>
/// <param name="Cpu">Processor time since the start.</param>
/// <param name="Pauses">Time since the start in which the collector held all threads.</param>
/// <param name="Collections">Of each generation.</param>
internal sealed record ProcessReading(long Memory, long Heap, TimeSpan Cpu, TimeSpan Pauses, IReadOnlyList<int> Collections)
{
    /// <summary>As it is now.</summary>
    public static ProcessReading Take() => new(
        Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(),
        [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)]);
}
