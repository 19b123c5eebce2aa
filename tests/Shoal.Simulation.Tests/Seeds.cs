using System.Globalization;

namespace Shoal.Simulation.Tests;

/// <summary>Which seeds to run: the one in SHOAL_SEED alone, else the first so many, ten times as many in the long run.</summary>
internal static class Seeds
{
    public static ulong? Asked =>
        ulong.TryParse(Environment.GetEnvironmentVariable("SHOAL_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : null;

    public static bool IsLong => Environment.GetEnvironmentVariable("SHOAL_LONG") == "1";

    public static IEnumerable<ulong> First(int count) => Asked is { } seed
        ? [seed]
        : Enumerable.Range(1, IsLong ? count * 10 : count).Select(i => (ulong)i);
}
