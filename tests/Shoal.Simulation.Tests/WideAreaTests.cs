using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>
/// One seed and ten leechers behind equal lines, as `bench/swarm.py` makes them of namespaces: how near the last of them comes to
/// the fluid bound. The seed must send each byte once, so its line is what all wait for, and what it sends twice is lost.
/// </summary>
public class WideAreaTests
{
    private const int Leechers = 10;
    private const int Pieces = 1280;
    private const int PieceLength = 128 * 1024;

    /// <summary>40 Mbit a second.</summary>
    private const long Up = 5_000_000;

    /// <summary>Asked for: 1.5. The headers and processes that a real network adds cost about a tenth.</summary>
    private const double Wanted = 1.1;

    [Theory]
    [InlineData(4)]
    [InlineData(null)]
    public void Ten_leechers_of_one_seed_share_nearly_as_fast_as_their_lines_allow(int? slots)
    {
        foreach (var seed in Seeds.First(1))
        {
            using var swarm = new SimulatedSwarm(seed, Pieces, pieceLength: PieceLength);
            for (var i = 0; i <= Leechers; i++)
            {
                swarm.Add(new HostOptions { IsSeed = i == 0, Line = Line, Disk = Disk, UploadSlots = slots, BudgetSlots = 4096 });
            }

            swarm.Introduce(others: Leechers - 1);
            swarm.RunToCompletion(Scenarios.Hour);
            var bound = (double)Pieces * PieceLength / Up;
            var ratio = swarm.World.Agenda.Now.TotalSeconds / bound;
            swarm.Expect(ratio <= Wanted, $"the last leecher is done in {Wanted} times the bound: {ratio:F3}");
            swarm.Finish();
        }
    }

    private static LineOptions Line => new()
    {
        Up = Up,
        Down = 1_000_000_000,
        Latency = TimeSpan.FromMilliseconds(7.5),
        Jitter = TimeSpan.FromMilliseconds(0.1),
    };

    /// <summary>Everything lies in memory.</summary>
    private static DiskOptions Disk => new() { CachedPercent = 100, Latency = TimeSpan.FromMilliseconds(0.1), DiskRate = 2_000_000_000 };
}
