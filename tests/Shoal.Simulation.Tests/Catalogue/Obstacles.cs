using Shoal.Client.Swarms;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>Lines and disks fail.</summary>
internal static class Obstacles
{
    /// <summary>The seed too: whatever anybody gets comes by way of the one that can be dialled.</summary>
    public static void BehindNat(SimulatedSwarm swarm)
    {
        for (var i = 0; i < 16; i++)
        {
            var options = Scenarios.Host(swarm, isSeed: i == 0);
            swarm.Tracker.Join(swarm.Add(options with { Line = options.Line with { IsBehindNat = i != 1 } }));
        }

        swarm.RunToCompletion(Scenarios.Hour);
        foreach (var host in swarm.Hosts)
        {
            swarm.Expect(host.Index == 1 || host.Swarm.Peers.All.ToArray().All(p => p.Remote == swarm.Hosts[1].Endpoint), $"{host} reached the one that can be reached, and nobody else");
        }
    }

    /// <summary>Half of the leechers have room for half: they say so and stand still, the others are done; with room they go on.</summary>
    public static void DisksFull(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, leechers: 12);
        var full = swarm.Leechers.Take(6).ToList();
        full.ForEach(h => h.Store.File.Room = h.Swarm.Have.Capacity / 2);
        var others = swarm.Leechers.Except(full).ToList();
        swarm.RunUntil("those with room are done", () => others.TrueForAll(h => h.Swarm.IsComplete), Scenarios.Hour);
        swarm.RunUntil("the others have stopped", () => full.TrueForAll(h => h.Swarm.State == SwarmState.StorageFailed), Scenarios.Hour);
        foreach (var host in full)
        {
            swarm.Expect(host.Swarm.Error is { } error && error.Contains("full", StringComparison.Ordinal), $"{host} says why it stands still");
            swarm.Expect(host.Swarm.Have.Count == host.Swarm.Have.Capacity / 2, $"{host} has what found room");
        }

        full.ForEach(h => h.Store.File.Room = int.MaxValue);
        swarm.RunToCompletion(Scenarios.Hour);
    }

    /// <summary>Three times the swarm falls into parts that cannot see each other, for up to five minutes.</summary>
    public static void Partitions(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, leechers: 12);
        var chance = swarm.World.Chance;
        for (var i = 0; i < 3; i++)
        {
            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(12_000)));
            var parts = 2 + chance.Below(2);
            var part = swarm.Hosts.Select(_ => chance.Below(parts)).ToArray();
            foreach (var (a, b) in swarm.Hosts.SelectMany(a => swarm.Hosts.Skip(a.Index + 1), (a, b) => (a, b)).Where(p => part[p.a.Index] != part[p.b.Index]))
            {
                swarm.World.Network.Cut(a.Line, b.Line);
            }

            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(300_000)));
            swarm.World.Network.Heal();
        }

        swarm.RunToCompletion(Scenarios.Hour);
    }

    /// <summary>Faults of every kind by chance, crashes and returns among them.</summary>
    public static void Everything(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 2, leechers: 10);
        new Chaos(swarm).Run(faults: 60);
        swarm.RunToCompletion(2 * Scenarios.Hour);
    }
}
