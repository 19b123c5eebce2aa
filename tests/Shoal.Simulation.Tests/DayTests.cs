using Shoal.Client.Swarms;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>Alone in its process while it runs: it measures the heap.</summary>
[CollectionDefinition(nameof(DayTests), DisableParallelization = true)]
[Collection(nameof(DayTests))]
public class DayTests
{
    private const int Hosts = 12;

    /// <summary>These never leave: what leaks, leaks in them. Others come and go.</summary>
    private const int Steady = 4;

    /// <summary>What must not have grown by more.</summary>
    private const double Growth = 1.05;

    [Fact]
    public void Memory_is_the_same_after_a_day_of_churn()
    {
        var (early, late) = Seeds.IsLong ? (TimeSpan.FromHours(2), TimeSpan.FromHours(24)) : (TimeSpan.FromMinutes(30), TimeSpan.FromHours(2));
        using var swarm = new SimulatedSwarm(Seeds.Asked ?? 1, pieces: 96, pieceLength: 32 * 1024, torrents: 2) { MostEvents = 500_000_000 };
        for (var i = 0; i < Hosts; i++)
        {
            swarm.Tracker.Join(swarm.Add(Scenarios.Host(swarm, isSeed: i < Steady / 2) with { Torrents = [0, 1], Loops = 2, Connections = 60 }));
        }

        LiveUntil(swarm, early);
        var before = Heap(swarm);
        LiveUntil(swarm, late);
        var after = Heap(swarm);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{before} bytes after {early.TotalHours} h, {after} after {late.TotalHours} h; {swarm.Hosts.Sum(h => h.Returns)} returns, {swarm.World.Agenda.Happened} events");
        swarm.Expect(after <= before * Growth, $"memory is as it was: {before} bytes, then {after}");
        swarm.Finish();
    }

    /// <summary>Crashes, losses of power, newcomers, torrents that stop and start, broken links: one of them every other minute.</summary>
    private static void LiveUntil(SimulatedSwarm swarm, TimeSpan time)
    {
        var chance = swarm.World.Chance;
        while (swarm.World.Agenda.Now < time)
        {
            swarm.RunFor(TimeSpan.FromSeconds(chance.Below(240)));
            var host = swarm.Hosts[chance.Below(Hosts)];
            if (host.IsCrashed || host.IsReturning)
            {
                continue;
            }

            var after = TimeSpan.FromSeconds(10 + chance.Below(600));
            switch (host.Index < Steady ? 4 + chance.Below(2) : chance.Below(6))
            {
                case 0:
                    host.Crash(losesPower: chance.Below(2) == 0);
                    host.Return(after, swarm.Tracker.Join);
                    break;
                case <= 3:
                    host.Leave(after, erases: true, swarm.Tracker.Join);
                    break;
                case 4:
                    host.Restart(chance.Below(2), after, swarm.Tracker.Join);
                    break;
                default:
                    host.Line.Links.Take(1).ToList().ForEach(link => link.Break());
                    break;
            }
        }
    }

    /// <summary>Live bytes when everybody is back and has everything.</summary>
    private static long Heap(SimulatedSwarm swarm)
    {
        swarm.RunUntil("everybody is back", () => !swarm.Hosts.Any(h => h.IsReturning || h.Torrents.Any(t => t.Swarm.State is SwarmState.Stopping or SwarmState.Stopped)), swarm.World.Agenda.Now + Scenarios.Hour);
        swarm.RunToCompletion(swarm.World.Agenda.Now + Scenarios.Hour);
        swarm.RunFor(TimeSpan.FromMinutes(2));
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
