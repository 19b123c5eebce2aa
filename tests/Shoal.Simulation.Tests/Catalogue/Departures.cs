using Shoal.Metainfo;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>Those who have what others need go, and some come back.</summary>
internal static class Departures
{
    private const int Leechers = 20;

    public static void SeederLeaves(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, Leechers);
        swarm.RunUntil("one copy is distributed", () => IsDistributed(swarm), Scenarios.Hour);
        swarm.Hosts[0].Crash(losesPower: swarm.World.Seed % 2 == 0);
        var missing = swarm.Leechers.Count(h => !h.Swarm.IsComplete);
        swarm.Expect(missing > Leechers / 2, $"most still lack something: {missing}");
        swarm.RunToCompletion(Scenarios.Hour);
    }

    /// <summary>Half of them by a crash of the client, half by a failure of power; the seed among them at times.</summary>
    public static void HalfCrashAndReturn(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, Leechers);
        var chance = swarm.World.Chance;
        for (var i = 0; i < Leechers / 2; i++)
        {
            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(8_000)));
            if (swarm.Hosts[2 * i] is { IsCrashed: false } host)
            {
                host.Crash(losesPower: i % 2 == 0);
                host.Return(TimeSpan.FromSeconds(5 + chance.Below(90)), swarm.Tracker.Join);
            }
        }

        swarm.RunToCompletion(Scenarios.Hour);
        swarm.Expect(swarm.Hosts.Sum(h => h.Returns) >= Leechers / 4, "many came back");
        ExpectNobodyBanned(swarm);
    }

    /// <summary>Everybody but the seed, up to three times. What a run believes of its disk is checked when it begins, what it sends when it reads.</summary>
    public static void PowerFails(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, Leechers / 2);
        var chance = swarm.World.Chance;
        for (var i = 0; i < 3 * Leechers / 2; i++)
        {
            swarm.RunFor(TimeSpan.FromMilliseconds(chance.Below(6_000)));
            if (swarm.Hosts[1 + chance.Below(Leechers / 2)] is { IsCrashed: false, Returns: < 3 } host)
            {
                var had = host.Swarm.Have.Count;
                host.Crash(losesPower: true);
                swarm.Expect(host.Store.File.WrittenCount <= had + host.Swarm.Picker.Open.Count + host.Options.BudgetSlots, "nothing appeared from nowhere");
                host.Return(TimeSpan.FromSeconds(5 + chance.Below(40)), swarm.Tracker.Join);
            }
        }

        swarm.RunToCompletion(Scenarios.Hour);
        swarm.Expect(swarm.Hosts.Sum(h => h.Returns) >= Leechers / 4, "many came back");
        swarm.Expect(swarm.Leechers.Any(h => h.Torrents[0].HadAtStart > 0), "some had something when they came back");
        ExpectNobodyBanned(swarm);
    }

    public static void Fails(SimulatedSwarm swarm)
    {
        Scenarios.Gather(swarm, seeds: 1, leechers: 2);
        swarm.RunToCompletion(Scenarios.Hour);
        swarm.Expect(swarm.Hosts.Count > 3, "there is one host more");
    }

    private static void ExpectNobodyBanned(SimulatedSwarm swarm)
    {
        foreach (var (one, another) in swarm.Hosts.SelectMany(_ => swarm.Hosts, (a, b) => (a, b)))
        {
            swarm.Expect(!one.Bans(another), $"{one} did not ban the honest {another}");
        }
    }

    private static bool IsDistributed(SimulatedSwarm swarm) =>
        Enumerable.Range(0, swarm.Hosts[0].Swarm.Have.Capacity).All(i => swarm.Leechers.Any(h => h.Swarm.Have.Contains(new PieceIndex(i))));
}
