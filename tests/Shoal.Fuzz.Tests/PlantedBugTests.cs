using System.Diagnostics;

namespace Shoal.Fuzz.Tests;

/// <summary>Each target is known to find something: a bug that fuzz/planted.sh plants, which must still fit the code.</summary>
public sealed class PlantedBugTests
{
    private static readonly string Root = RootOf(AppContext.BaseDirectory);

    [Fact]
    public void Each_target_has_its_planted_bug_and_each_bug_its_target() =>
        Assert.Equal(
            FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(Root, "fuzz", "planted"), "*.patch").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_target_is_in_the_table_of_the_read_me()
    {
        var text = File.ReadAllText(Path.Combine(Root, "fuzz", "README.md"));
        Assert.All(FuzzTargets.All, target => Assert.Contains($"| `{target.Name}` |", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_planted_bug_applies_to_the_code_as_it_is()
    {
        foreach (var patch in Directory.GetFiles(Path.Combine(Root, "fuzz", "planted"), "*.patch"))
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--check", patch]) { WorkingDirectory = Root, RedirectStandardError = true, UseShellExecute = false })!;
            var said = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await git.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(git.ExitCode == 0, $"{Path.GetFileName(patch)}: {said}");
        }
    }

    private static string RootOf(string folder) => File.Exists(Path.Combine(folder, "Shoal.slnx")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
