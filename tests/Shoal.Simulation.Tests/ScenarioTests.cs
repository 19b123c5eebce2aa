using System.Diagnostics;
using Shoal.Simulation.Tests.Catalogue;

namespace Shoal.Simulation.Tests;

public class ScenarioTests
{
    private const string DigestFile = "SHOAL_DIGEST_FILE";

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
            if (Environment.GetEnvironmentVariable(DigestFile) is { Length: > 0 } file)
            {
                File.WriteAllText(file, swarm.World.Log.Digest());
            }

            return;
        }

        var again = scenario.IsCostly && !Seeds.IsLong ? null : Child.Start(scenario, seed: 1);
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

    /// <summary>A scenario in another process.</summary>
    private sealed record Child(Process Process, string File)
    {
        public static Child Start(Scenario scenario, ulong seed)
        {
            var file = Path.GetTempFileName();
            return new Child(Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
            {
                ArgumentList = { "--filter-method", $"*.{nameof(A_scenario_ends_as_it_should)}" },
                Environment = { ["SHOAL_SCENARIO"] = scenario.Name, ["SHOAL_SEED"] = $"{seed}", [DigestFile] = file },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!, file);
        }

        public string Digest()
        {
            var output = Process.StandardOutput.ReadToEnd();
            Process.WaitForExit();
            Assert.True(Process.ExitCode == 0, output);
            var digest = System.IO.File.ReadAllText(File);
            System.IO.File.Delete(File);
            Process.Dispose();
            return digest;
        }
    }
}
