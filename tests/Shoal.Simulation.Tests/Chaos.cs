using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>Faults by chance, one after the other, and all of them mended at the end.</summary>
internal sealed class Chaos(SimulatedSwarm swarm)
{
    /// <summary>Lets so many faults happen, some time apart.</summary>
    public void Run(int faults)
    {
        for (var i = 0; i < faults; i++)
        {
            swarm.RunFor(TimeSpan.FromMilliseconds(Below(2500)));
            DoOne();
        }

        swarm.World.Network.Heal();
        foreach (var host in swarm.Hosts)
        {
            // A disk outlives the client: who comes back later finds it as it is now.
            host.Store.IsDiskFull = false;
            if (!host.IsCrashed)
            {
                host.Line.Mute(false);
            }
        }
    }

    private void DoOne()
    {
        var host = swarm.Hosts[Below(swarm.Hosts.Count)];
        if (host.IsCrashed)
        {
            if (!host.IsReturning && Below(2) == 0)
            {
                host.Return(TimeSpan.FromSeconds(Below(60)), swarm.Tracker.Join);
            }

            return;
        }

        switch (Below(8))
        {
            case 0:
                host.Line.Mute(!host.Line.IsMute);
                break;
            case 1:
                host.Store.IsDiskFull = !host.Store.IsDiskFull;
                break;
            case 2:
                swarm.World.Network.Cut(host.Line, swarm.Hosts[Below(swarm.Hosts.Count)].Line);
                break;
            case 3:
                swarm.World.Network.Heal();
                break;
            case 4 when host.Index > 1 && Below(3) == 0:
                host.Crash(losesPower: Below(2) == 0);
                break;
            case 5:
                swarm.RunFor(TimeSpan.FromSeconds(Below(60)));
                break;
            default:
                BreakLink(host);
                break;
        }
    }

    private void BreakLink(SimulatedHost host)
    {
        if (host.Line.Links.Count > 0)
        {
            host.Line.Links[Below(host.Line.Links.Count)].Break();
        }
    }

    private int Below(int limit) => swarm.World.Chance.Below(limit);
}
