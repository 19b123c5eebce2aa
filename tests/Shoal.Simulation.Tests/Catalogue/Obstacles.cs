using Shoal.Client.Swarms;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>Lines and disks fail.</summary>
internal static class Obstacles
{
    /// <summary>Connections are looked at every so often, not at once when their time is over.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

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

    /// <summary>Three times the swarm falls into parts that cannot see each other: before one copy is distributed for longer than a connection waits, then for up to five minutes.</summary>
    public static void Partitions(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, leechers: 12);
        var chance = swarm.World.Chance;
        for (var i = 0; i < 3; i++)
        {
            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(i == 0 ? 4_000 : 12_000)));
            var parts = 2 + chance.Below(2);
            var part = swarm.Hosts.Select(_ => chance.Below(parts)).ToArray();
            var cut = swarm.Hosts.SelectMany(a => swarm.Hosts.Skip(a.Index + 1), (a, b) => (A: a, B: b)).Where(p => part[p.A.Index] != part[p.B.Index]).ToList();
            cut.ForEach(p => swarm.World.Network.Cut(p.A.Line, p.B.Line));
            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(300_000)) + (i == 0 ? Client.Limits.Silence + Margin : TimeSpan.Zero));
            if (i == 0)
            {
                swarm.Expect(cut.TrueForAll(p => !p.A.IsConnectedWith(p.B) && !p.B.IsConnectedWith(p.A)), "those who cannot see each other have given each other up");
                swarm.Expect(swarm.Leechers.Any(h => !h.Swarm.IsComplete), "some part lacks what another has");
            }

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
