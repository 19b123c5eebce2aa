using Shoal.Simulation.Dht;

namespace Shoal.Simulation.Tests.Dht;

/// <summary>What it costs to be in the DHT and to look for nothing. Alone, as the heap is measured.</summary>
[Collection(nameof(DayTests))]
public class IdleTests
{
    private const int Members = 400;

    [Fact]
    public void An_idle_node_costs_little_memory_and_few_bytes_an_hour()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var overlay = new Overlay(1, new OverlayOptions { Members = Members }, new Replay(nameof(An_idle_node_costs_little_memory_and_few_bytes_an_hour)));
        overlay.RunFor(TimeSpan.FromMinutes(60));
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / Members;
        var (sent, got) = Traffic(overlay);
        overlay.RunFor(TimeSpan.FromMinutes(30));
        var (sentLater, gotLater) = Traffic(overlay);
        var stayed = sent.Keys.Intersect(sentLater.Keys).ToList();
        var (up, down) = (stayed.Average(m => sentLater[m] - sent[m]) * 2, stayed.Average(m => gotLater[m] - got[m]) * 2);
        TestContext.Current.TestOutputHelper!.WriteLine($"{memory / 1024} KiB a node; {up / 1000:F0} kB sent and {down / 1000:F0} kB received an hour by {stayed.Count} that stayed");
        overlay.Expect(memory <= 64 * 1024, $"64 KiB a node: {memory}");
        overlay.Expect(up <= 250_000 && down <= 250_000, $"250 kB an hour each way: {up}, {down}");
    }

    private static (Dictionary<int, long> Sent, Dictionary<int, long> Got) Traffic(Overlay overlay)
    {
        var honest = overlay.Members.Where(m => m is { IsHonest: true, Role: not Role.Router }).ToList();
        return (honest.ToDictionary(m => m.Number, m => m.Node.Counters.BytesOut), honest.ToDictionary(m => m.Number, m => m.Node.Counters.BytesIn));
    }
}
