using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>
/// How near a swarm of many comes to the fluid bound max(F/u_seed, F/d, N·F/(u_seed + Σu)), which nobody can beat: every line full from
/// the first moment to the last. Peers hear of each other as in life, and the seed is not told apart.
/// </summary>
public class FluidBoundTests
{
    private const int Leechers = 50;
    private const int Pieces = 512;
    private const int PieceLength = 128 * 1024;
    private const long SeedUp = 20_000_000 / 8;
    private const long Up = 10_000_000 / 8;
    private const long Down = 50_000_000 / 8;
    private const int Runs = 5;

    private const double MedianAtMost = 1.25;
    private const double WorstAtMost = 1.35;

    [Fact]
    public void Fifty_leechers_are_done_soon_after_the_fluid_bound()
    {
        var ratios = (Seeds.Asked is { } asked ? [asked] : Enumerable.Range(1, Seeds.IsLong ? Runs : 1).Select(i => (ulong)i)).Select(Ratio).Order().ToArray();
        Assert.InRange(ratios[ratios.Length / 2], 1, MedianAtMost);
    }

    private static double Ratio(ulong seed)
    {
        using var swarm = new SimulatedSwarm(seed, Pieces, nameof(Fifty_leechers_are_done_soon_after_the_fluid_bound), PieceLength);
        for (var i = 0; i <= Leechers; i++)
        {
            swarm.Add(new HostOptions { IsSeed = i == 0, Line = Line(swarm, isSeed: i == 0), UploadSlots = null, BudgetSlots = 4096 });
        }

        foreach (var host in swarm.Hosts)
        {
            swarm.Tracker.Join(host);
        }

        swarm.RunToCompletion(Scenarios.Hour);
        double length = (long)Pieces * PieceLength;
        var bound = Math.Max(Math.Max(length / SeedUp, length / Down), Leechers * length / (SeedUp + (Leechers * Up)));
        var ratio = swarm.World.Agenda.Now.TotalSeconds / bound;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {ratio:F3} of {bound:F1} s, {swarm.World.Agenda.Happened} events");
        swarm.Expect(ratio <= WorstAtMost, $"the last leecher is done in {WorstAtMost} times the bound: {ratio:F3}");
        swarm.Finish();
        return ratio;
    }

    /// <summary>Round trips of 20 to 200 ms, by chance.</summary>
    private static LineOptions Line(SimulatedSwarm swarm, bool isSeed) => new()
    {
        Up = isSeed ? SeedUp : Up,
        Down = Down,
        Latency = TimeSpan.FromMilliseconds(5 + swarm.World.Chance.Below(46)),
        Jitter = TimeSpan.FromMilliseconds(1),
    };
}
