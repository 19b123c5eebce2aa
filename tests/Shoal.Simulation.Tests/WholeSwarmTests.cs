using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

public class WholeSwarmTests
{
    private const int Pieces = 512;
    private const int Leechers = 20;

    [Fact]
    public void Twenty_leechers_of_one_seed_end_with_identical_copies()
    {
        using var swarm = Run(Seeds.Asked ?? 1);
        Child.Tell(swarm.World.Log.Digest());
    }

    [Fact]
    public void A_seed_is_one_history_in_every_process_and_another_seed_another()
    {
        var (same, other) = (Child.Start(nameof(Twenty_leechers_of_one_seed_end_with_identical_copies), 1), Child.Start(nameof(Twenty_leechers_of_one_seed_end_with_identical_copies), 2));
        using var swarm = Run(1, nameof(Twenty_leechers_of_one_seed_end_with_identical_copies));
        Assert.Equal(swarm.World.Log.Digest(), same.Digest());
        Assert.NotEqual(swarm.World.Log.Digest(), other.Digest());
    }

    private static SimulatedSwarm Run(ulong seed, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var swarm = Scenarios.Mixed(seed, Leechers, Pieces, test: test);
        swarm.RunToCompletion(Scenarios.Hour);
        // They exchange among themselves: the seed alone would have had to send twenty copies.
        var sent = swarm.Hosts[0].Sent();
        swarm.Expect(sent < 8L * Pieces * 64 * 1024, $"the seed sends few copies: {sent / (Pieces * 64.0 * 1024):F1}");
        swarm.Finish();
        return swarm;
    }
}
