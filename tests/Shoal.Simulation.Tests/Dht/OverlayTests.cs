using System.Diagnostics;
using Shoal.Simulation.Dht;

namespace Shoal.Simulation.Tests.Dht;

public class OverlayTests
{
    [Fact]
    public void Peers_are_found_soon_and_nearly_all()
    {
        var members = int.TryParse(Environment.GetEnvironmentVariable("SHOAL_DHT_NODES"), out var asked) ? asked : 1000;
        foreach (var seed in Seeds.Asked is { } one ? [one] : Enumerable.Range(1, Seeds.IsLong ? 5 : 1).Select(i => (ulong)i))
        {
            var watch = Stopwatch.StartNew();
            var overlay = new Overlay(seed, new OverlayOptions { Members = members }, new Replay(nameof(Peers_are_found_soon_and_nearly_all)));
            overlay.RunFor(TimeSpan.FromMinutes(15));
            var survey = new Survey(overlay, torrents: 100, TimeSpan.FromMinutes(5));
            overlay.RunFor(TimeSpan.FromMinutes(6));
            survey.Look(1000, TimeSpan.FromMinutes(20));
            overlay.RunFor(TimeSpan.FromMinutes(21));
            var result = new SurveyResult(survey.Probes);
            TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {result}; {overlay.Network.Delivered} packets, {watch.Elapsed.TotalSeconds:F1} s, {overlay.Network.Digest:x16}");
            TestContext.Current.TestOutputHelper!.WriteLine($"  {string.Join("; ", overlay.Members.GroupBy(m => m.Role).Select(g => $"{g.Key} {g.Count()} table {g.Average(m => m.Node.Table.Count):F0} ro {g.Count(m => m.Node.Upkeep.Reach.IsReadOnly)}"))}");
        }
    }
}
