using System.Diagnostics;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>./shoal costs next to nothing once the program is built. Measures time, so nothing runs beside it.</summary>
[Collection(Alone.Name)]
public sealed class LauncherTests
{
    private const int Runs = 20;
    private static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void The_launcher_adds_under_50_ms_once_built()
    {
        using var box = new Sandbox();
        var launcher = Path.Combine(ShoalProgram.Repository, "shoal");
        // Builds, where a source changed since.
        box.Run(launcher, "--version");
        var published = Path.Combine(ShoalProgram.Repository, "artifacts", "shoal", "current", "shoal");

        // In turns, so that whatever else the machine does costs both the same.
        var both = Enumerable.Range(0, Runs).Select(_ => (Launched: Time(box, launcher), Own: Time(box, published))).ToArray();

        var added = Median(both.Select(pair => pair.Launched)) - Median(both.Select(pair => pair.Own));
        Assert.True(added < Allowed, $"the launcher adds {added.TotalMilliseconds:F1} ms");
    }

    private static TimeSpan Time(Sandbox box, string program)
    {
        var start = Stopwatch.GetTimestamp();
        box.Run(program, "--version");
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(Runs / 2);
}
