using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>Many leechers around one seed.</summary>
internal static class Crowds
{
    private const int KiB = 1024;

    /// <summary>Of one client in a large swarm: everybody is told of everybody, and every piece, too often otherwise.</summary>
    private const int Connections = 40;

    /// <summary>However many come: the seed must send one, and what is asked of it while nobody else has much is the rest.</summary>
    private const double CopiesAtMost = 12;

    public static void TwoHundred(SimulatedSwarm swarm) => Gather(swarm, 200, TimeSpan.FromMinutes(1), Connections);

    public static void TwoHundredAcquainted(SimulatedSwarm swarm) => Gather(swarm, 200, TimeSpan.FromMinutes(1), connections: 500);

    public static void Flash(SimulatedSwarm swarm, TimeSpan within) => Gather(swarm, 60, within, Connections);

    /// <summary>They come by and by; all have an identical copy at the end, and most of it from each other.</summary>
    private static void Gather(SimulatedSwarm swarm, int leechers, TimeSpan within, int connections)
    {
        var seed = Join(swarm, isSeed: true, connections);
        for (var i = 0; i < leechers; i++)
        {
            swarm.RunFor(within / leechers);
            Join(swarm, isSeed: false, connections);
        }

        swarm.RunToCompletion(Scenarios.Hour);
        var copies = seed.Sent() / (double)swarm.Contents[0].Metainfo.Layout.DataLength;
        swarm.Expect(copies < CopiesAtMost, $"the seed sent few copies: {copies:F1}");
    }

    private static SimulatedHost Join(SimulatedSwarm swarm, bool isSeed, int connections)
    {
        var chance = swarm.World.Chance;
        var host = swarm.Add(new HostOptions
        {
            IsSeed = isSeed,
            Connections = connections,
            Line = new LineOptions
            {
                Up = isSeed ? 1024 * KiB : (128 * KiB) + chance.Below(512 * KiB),
                Down = (1024 * KiB) + chance.Below(4096 * KiB),
                Latency = TimeSpan.FromMilliseconds(5 + chance.Below(60)),
                Jitter = TimeSpan.FromMilliseconds(chance.Below(10)),
                LossPerMille = chance.Below(4) == 0 ? chance.Below(10) : 0,
            },
        });
        swarm.Tracker.Join(host);
        return host;
    }
}
