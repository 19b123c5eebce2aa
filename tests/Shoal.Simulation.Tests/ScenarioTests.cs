using System.Diagnostics;
using Shoal.Simulation.Tests.Catalogue;

namespace Shoal.Simulation.Tests;

public class ScenarioTests
{
    public static TheoryData<string> Names => [.. AllScenarios.Chosen.Select(s => s.Name)];

    /// <summary>Of the first seed, another process must see the same to the last event.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_ends_as_it_should(string name)
    {
        var scenario = AllScenarios.Chosen.Single(s => s.Name == name);
        if (Seeds.Asked is { } asked)
        {
            using var swarm = scenario.Run(asked, nameof(A_scenario_ends_as_it_should));
            Child.Tell(swarm.World.Log.Digest());
            return;
        }

        var again = scenario.IsCostly && !Seeds.IsLong ? null : Child.Start(nameof(A_scenario_ends_as_it_should), seed: 1, ("SHOAL_SCENARIO", scenario.Name));
        foreach (var seed in Seeds.First(scenario.Seeds))
        {
            using var swarm = scenario.Run(seed, nameof(A_scenario_ends_as_it_should));
            if (seed == 1 && again is not null)
            {
                Assert.Equal(swarm.World.Log.Digest(), again.Digest());
            }
        }
    }

    [Fact]
    public void What_a_failing_seed_prints_replays_it()
    {
        var failure = Assert.Throws<SimulationException>(() => AllScenarios.Failing.Run(7, nameof(A_scenario_ends_as_it_should)));
        var lines = failure.Message.Split('\n');
        var command = Assert.Single(lines, line => line.StartsWith("replay: ", StringComparison.Ordinal))["replay: ".Length..];
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", command },
            WorkingDirectory = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/artifacts/", StringComparison.Ordinal)],
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(2, shell.ExitCode);
        Assert.Contains(Assert.Single(lines, line => line.StartsWith("seed 7, ", StringComparison.Ordinal)), output, StringComparison.Ordinal);
    }
}
