using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

public class TwoHostTests
{
    [Fact]
    public void A_leecher_gets_an_identical_copy_from_a_seed()
    {
        using var swarm = new SimulatedSwarm(1, pieces: 64);
        swarm.Add(new HostOptions { IsSeed = true });
        swarm.Add(new HostOptions());
        swarm.Introduce(0);
        swarm.RunToCompletion(TimeSpan.FromMinutes(2));
        swarm.Finish();
    }
}
