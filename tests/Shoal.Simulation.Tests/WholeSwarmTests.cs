using System.Diagnostics;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

public class WholeSwarmTests
{
    private const int Pieces = 512;
    private const int Leechers = 20;
    private const string DigestFile = "SHOAL_DIGEST_FILE";

    [Fact]
    public void Twenty_leechers_of_one_seed_end_with_identical_copies()
    {
        using var swarm = Run(Seeds.Asked ?? 1);
        if (Environment.GetEnvironmentVariable(DigestFile) is { Length: > 0 } file)
        {
            File.WriteAllText(file, swarm.World.Log.Digest());
        }
    }

    [Fact]
    public void A_seed_is_one_history_in_every_process_and_another_seed_another()
    {
        var (same, other) = (StartChild(1), StartChild(2));
        using var swarm = Run(1, nameof(Twenty_leechers_of_one_seed_end_with_identical_copies));
        Assert.Equal(swarm.World.Log.Digest(), DigestOf(same));
        Assert.NotEqual(swarm.World.Log.Digest(), DigestOf(other));
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

    private static (Process Process, string File) StartChild(ulong seed)
    {
        var file = Path.GetTempFileName();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Shoal.Simulation.Tests"))
        {
            ArgumentList = { "--filter-method", $"*.{nameof(Twenty_leechers_of_one_seed_end_with_identical_copies)}" },
            Environment = { ["SHOAL_SEED"] = $"{seed}", [DigestFile] = file },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return (Process.Start(start)!, file);
    }

    private static string DigestOf((Process Process, string File) child)
    {
        var output = child.Process.StandardOutput.ReadToEnd();
        child.Process.WaitForExit();
        Assert.True(child.Process.ExitCode == 0, output);
        var digest = File.ReadAllText(child.File);
        File.Delete(child.File);
        return digest;
    }
}
