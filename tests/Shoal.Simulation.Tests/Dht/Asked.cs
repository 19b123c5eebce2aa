using System.Globalization;

namespace Shoal.Simulation.Tests.Dht;

/// <summary>What is simulated: SHOAL_DHT_NODES, else a thousand nodes; SHOAL_SEED, else the first seed, and five in the long run.</summary>
internal static class Asked
{
    public const int Lookups = 300;

    public static IEnumerable<ulong> Seeds => Tests.Seeds.Asked is { } asked ? [asked] : Enumerable.Range(1, Tests.Seeds.IsLong ? 5 : 1).Select(i => (ulong)i);

    public static int Members =>
        int.TryParse(Environment.GetEnvironmentVariable("SHOAL_DHT_NODES"), CultureInfo.InvariantCulture, out var asked) ? asked : 1000;
}
