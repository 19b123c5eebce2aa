using System.Text.Json;

namespace Shoal.Web.Metrics;

/// <summary>What the process takes of its machine.</summary>
/// <param name="Memory">Resident bytes.</param>
/// <param name="Heap">Bytes of objects, dead ones included until they are collected.</param>
/// <param name="Cpu">Processor time since the start.</param>
/// <param name="Pauses">Time since the start in which the collector held all threads.</param>
/// <param name="Collections">Of each generation.</param>
public sealed record ProcessReading(long Memory, long Heap, TimeSpan Cpu, TimeSpan Pauses, IReadOnlyList<int> Collections)
{
    /// <summary>As it is now.</summary>
    public static ProcessReading Take() => new(
        Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(),
        [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)]);

    /// <summary>For Prometheus, by the names that its own client libraries use.</summary>
    public void WriteTo(MetricsText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Counter("process_cpu_seconds_total", "Processor time.").Sample(Cpu.TotalSeconds);
        text.Gauge("process_resident_memory_bytes", "Resident memory.").Sample(Memory);
        text.Gauge("dotnet_gc_heap_bytes", "Objects, dead ones included until they are collected.").Sample(Heap);
        text.Counter("dotnet_gc_pause_seconds_total", "Time in which the collector held all threads.").Sample(Pauses.TotalSeconds);
        text.Counter("dotnet_gc_collections_total", "Garbage collections.");
        for (var generation = 0; generation < Collections.Count; generation++)
        {
            text.Sample(Collections[generation], ("generation", $"gen{generation}"));
        }
    }

    /// <summary>For scripts, as "process" of the object that is being written.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject("process");
        json.WriteNumber("memory", Memory);
        json.WriteNumber("heap", Heap);
        json.WriteNumber("cpu", Math.Round(Cpu.TotalSeconds, 3));
        json.WriteNumber("pauses", Math.Round(Pauses.TotalSeconds, 6));
        json.WriteEndObject();
    }
}
