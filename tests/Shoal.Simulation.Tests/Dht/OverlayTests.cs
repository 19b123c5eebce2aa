using System.Diagnostics;
using Shoal.Simulation.Dht;

namespace Shoal.Simulation.Tests.Dht;

/// <summary>What lookups find, how soon and with how many queries, in a network with routers, dead, liars and churn (docs/simulation.md).</summary>
public class OverlayTests
{
    [Fact]
    public void Peers_are_found_soon_and_nearly_all()
    {
        var results = new List<SurveyResult>();
        foreach (var seed in Asked.Seeds)
        {
            var watch = Stopwatch.StartNew();
            var (overlay, survey) = Simulate(seed);
            var result = new SurveyResult(survey.Probes);
            TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {result}; {overlay.Network.Delivered} packets, {watch.Elapsed.TotalSeconds:F1} s, {overlay.Network.Digest:x16}");
            overlay.Expect(result.First(0.5) <= 0.5 && result.First(0.99) <= 2, $"first peers: median 0.5 s at most, 99 % 2 s: {result}");
            overlay.Expect(result.End(0.5) <= 1.2 && result.End(0.99) <= 4, $"end: median 1.2 s at most, 99 % 4 s: {result}");
            overlay.Expect(result.MostQueries <= 40, $"40 queries at most: {result}");
            overlay.Expect(result.Found >= 0.99, $"99 % are found, and 99.5 % in the mean of all seeds: {result}");
            results.Add(result);
        }

        Assert.InRange(results.Average(r => r.Found), 0.995, 1);
    }

    internal static (Overlay Overlay, Survey Survey) Simulate(ulong seed)
    {
        var overlay = new Overlay(seed, new OverlayOptions { Members = Asked.Members }, new Replay(nameof(Peers_are_found_soon_and_nearly_all)));
        overlay.RunFor(TimeSpan.FromMinutes(Asked.Members > 1000 ? 45 : 15));
        var survey = new Survey(overlay, torrents: 100, TimeSpan.FromMinutes(5));
        overlay.RunFor(TimeSpan.FromMinutes(6));
        survey.Look(1000, TimeSpan.FromMinutes(20));
        overlay.RunFor(TimeSpan.FromMinutes(21));
        return (overlay, survey);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_small_network_finds_peers_in_either_family(bool isIPv4)
    {
        var (overlay, result) = Small(Seeds.Asked ?? 1, isIPv4, nameof(A_small_network_finds_peers_in_either_family));
        overlay.Expect(result.Hidden <= 0.01, $"some peer is nearly always found: {result}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{result}");
        if (isIPv4)
        {
            Child.Tell($"{overlay.Network.Digest}");
        }
    }

    [Fact]
    public void A_seed_is_one_history_of_packets_in_every_process_and_another_seed_another()
    {
        var (same, other) = (Child.Start(nameof(A_small_network_finds_peers_in_either_family), 1), Child.Start(nameof(A_small_network_finds_peers_in_either_family), 2));
        var (overlay, _) = Small(1, isIPv4: true, nameof(A_small_network_finds_peers_in_either_family));
        Assert.Equal($"{overlay.Network.Digest}", same.Digest());
        Assert.NotEqual($"{overlay.Network.Digest}", other.Digest());
    }

    private static (Overlay Overlay, SurveyResult Result) Small(ulong seed, bool isIPv4, string test)
    {
        var options = new OverlayOptions { Members = 60, IsIPv4 = isIPv4, MedianSession = null, LyingPercent = 0, DeafPercent = 0 };
        var overlay = new Overlay(seed, options, new Replay(test));
        overlay.RunFor(TimeSpan.FromMinutes(12));
        var survey = new Survey(overlay, torrents: 20, TimeSpan.FromMinutes(1));
        overlay.RunFor(TimeSpan.FromMinutes(2));
        survey.Look(100, TimeSpan.FromMinutes(2));
        overlay.RunFor(TimeSpan.FromMinutes(3));
        return (overlay, new SurveyResult(survey.Probes));
    }
}
