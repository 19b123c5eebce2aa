using System.Runtime.CompilerServices;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>Swarms that several tests begin from.</summary>
internal static class Scenarios
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private const int KiB = 1024;

    /// <summary>One seed and some leechers, each with a line and disk of its own by chance, who know the seed and a few of each other.</summary>
    public static SimulatedSwarm Mixed(
        ulong seed, int leechers, int pieces, int seeds = 1, int others = 5, int pieceLength = 64 * KiB, bool isV2 = false, [CallerMemberName] string test = "")
    {
        var swarm = new SimulatedSwarm(seed, pieces, test, pieceLength, isV2: isV2);
        for (var i = 0; i < seeds + leechers; i++)
        {
            swarm.Add(Host(swarm, isSeed: i < seeds));
        }

        swarm.Introduce(others);
        return swarm;
    }

    /// <summary>Seeds and leechers by chance, who find each other by a tracker.</summary>
    public static void Gather(SimulatedSwarm swarm, int seeds, int leechers)
    {
        for (var i = 0; i < seeds + leechers; i++)
        {
            swarm.Tracker.Join(swarm.Add(Host(swarm, isSeed: i < seeds)));
        }
    }

    /// <summary>A host by chance: from a slow line far away to a fast one nearby.</summary>
    public static HostOptions Host(SimulatedSwarm swarm, bool isSeed)
    {
        var chance = swarm.World.Chance;
        return new HostOptions
        {
            IsSeed = isSeed,
            Line = new LineOptions
            {
                Up = isSeed ? 512 * KiB : (64 * KiB) + chance.Below(512 * KiB),
                Down = (256 * KiB) + chance.Below(4096 * KiB),
                Latency = TimeSpan.FromMilliseconds(1 + chance.Below(80)),
                Jitter = TimeSpan.FromMilliseconds(chance.Below(10)),
                LossPerMille = chance.Below(4) == 0 ? chance.Below(20) : 0,
            },
            Disk = new DiskOptions { Workers = 1 + chance.Below(3), CachedPercent = chance.Below(101), Latency = TimeSpan.FromMilliseconds(chance.Below(chance.Below(6) == 0 ? 400 : 12)) },
            BudgetSlots = 32 + chance.Below(512),
            UploadSlots = 2 + chance.Below(6),
            IsSequential = chance.Below(8) == 0,
        };
    }
}
