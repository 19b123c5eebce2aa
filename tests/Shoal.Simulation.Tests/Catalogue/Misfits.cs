using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>Some do not do what they should.</summary>
internal static class Misfits
{
    private const int KiB = 1024;
    private const int Slots = 5;

    /// <summary>Three of five who have everything send wrong bytes: all leechers end with right copies, have the liars banned, and nobody else.</summary>
    public static void Poisoners(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 2, leechers: 12);
        var poisoners = new List<SimulatedHost>();
        for (var i = 0; i < 3; i++)
        {
            poisoners.Add(swarm.Add(Scenarios.Host(swarm, isSeed: true) with { Disk = new DiskOptions { PoisonPerMille = 50 + swarm.World.Chance.Below(300) } }));
            swarm.Tracker.Join(poisoners[i]);
            swarm.Leechers.ToList().ForEach(h => h.Tell(poisoners[i]));
        }

        swarm.RunToCompletion(Scenarios.Hour);
        foreach (var leecher in swarm.Leechers)
        {
            foreach (var other in swarm.Hosts.Except(poisoners))
            {
                swarm.Expect(!leecher.Bans(other), $"{leecher} did not ban the honest {other}");
            }
        }

        foreach (var poisoner in poisoners)
        {
            swarm.Expect(poisoner.Store.Poisoned == 0 || swarm.Leechers.Any(h => h.Bans(poisoner)), $"somebody banned {poisoner}");
        }

        swarm.Expect(swarm.Leechers.Sum(h => h.Swarm.Totals.PiecesFailed) > 0, "wrong bytes arrived");
    }

    /// <summary>
    /// A third give nothing at all. They get clearly less than a third of what the others send, the optimistic slots' fifth as a rule, and those who
    /// give are all done in about the time that serving everybody alike would take. More is for chance: a seed tells nobody apart, and its first
    /// slots may fall to those who give nothing.
    /// </summary>
    public static void FreeRiders(SimulatedSwarm swarm)
    {
        const int Contributors = 20;
        const int Riders = 10;
        const long Up = 256 * KiB;
        const double ShareAtMost = 0.3;
        const double TimeAtMost = 1.1;
        var line = new LineOptions { Up = Up, Down = 4096 * KiB };
        swarm.Add(new HostOptions { IsSeed = true, UploadSlots = Slots, Line = line with { Up = 2 * Up } });
        for (var i = 0; i < Contributors + Riders; i++)
        {
            swarm.Add(new HostOptions { UploadSlots = i < Contributors ? Slots : 0, Line = line });
        }

        swarm.Hosts.ToList().ForEach(swarm.Tracker.Join);
        var contributors = swarm.Hosts.Skip(1).Take(Contributors).ToList();
        var riders = swarm.Hosts.Skip(1 + Contributors).ToList();
        var alike = TimeSpan.FromSeconds(TimeAtMost * (Contributors + Riders) * (double)swarm.Contents[0].Metainfo.Layout.DataLength / ((Contributors + 2) * Up));
        swarm.RunUntil("a contributor is done", () => contributors.Exists(h => h.Swarm.IsComplete), alike);
        var sent = contributors.Sum(h => h.OpenSent());
        var toRiders = contributors.Sum(h => h.OpenSentTo(riders));
        swarm.Expect(toRiders <= ShareAtMost * sent, $"free riders got clearly less than their third: {toRiders / (double)sent:P1} of what contributors sent");
        swarm.Expect(riders.TrueForAll(h => h.OpenSent() <= h.Swarm.Peers.Count * Client.Limits.AllowedFastPieces * (long)Scenario.PieceLength), "they send what BEP 6 allows to the choked at most");
        swarm.RunUntil("all contributors are done", () => contributors.TrueForAll(h => h.Swarm.IsComplete), alike);
        swarm.RunToCompletion(Scenarios.Hour);
    }
}
