using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

public class ServingTests
{
    private const int Pieces = 384;
    private const int KiB = 1024;

    [Fact]
    public void A_seed_with_few_slots_gives_everybody_a_turn()
    {
        foreach (var seed in Seeds.First(5))
        {
            using var swarm = OfOneSeed(seed, new DiskOptions());
            // A turn is 20 MiB, which take 80 seconds; more pieces than those that anybody is allowed while choked.
            swarm.RunUntil("everybody had a turn", () => swarm.Leechers.All(h => h.Swarm.Have.Count > Pieces / 20), TimeSpan.FromSeconds(6 * 80));
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void What_is_asked_after_a_choke_is_served_though_the_disk_still_reads_what_was_asked_before()
    {
        foreach (var seed in Seeds.First(5))
        {
            using var swarm = OfOneSeed(seed, new DiskOptions { Latency = TimeSpan.FromSeconds(14), CachedPercent = 0, Workers = 4 });
            swarm.RunFor(TimeSpan.FromMinutes(10));
            swarm.Finish();
        }
    }

    /// <summary>A seed with two slots, and six leechers who do not know each other.</summary>
    private static SimulatedSwarm OfOneSeed(ulong seed, DiskOptions disk, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var swarm = new SimulatedSwarm(seed, Pieces, test);
        swarm.Add(new HostOptions { IsSeed = true, UploadSlots = 2, Disk = disk, Line = new LineOptions { Up = 512 * KiB } });
        for (var i = 0; i < 6; i++)
        {
            swarm.Add(new HostOptions());
        }

        swarm.Introduce(others: 0);
        return swarm;
    }
}
