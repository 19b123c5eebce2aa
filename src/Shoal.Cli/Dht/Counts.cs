using System.Globalization;

namespace Shoal.Cli.Dht;

/// <summary>Numbers in sentences.</summary>
internal static class Counts
{
    /// <summary>"1 node", "2 nodes".</summary>
    public static string Of(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? what : what.EndsWith('y') ? what[..^1] + "ies" : what + "s")}");

    /// <summary>"0.42 s".</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>"12.3 ms".</summary>
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
