using System.Globalization;

namespace Shoal.Cli.Shell;

/// <summary>Bytes as people write them: binary units, KiB to TiB.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>"17 bytes", "1.50 MiB": three digits, exact where the value is.</summary>
    public static string Format(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        var digits = value == Math.Floor(value) ? "0" : value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00";
        return value.ToString(digits, CultureInfo.InvariantCulture) + " " + (bytes == 1 ? "byte" : Units[unit]);
    }

    /// <summary>Reads "262144", "256K", "256KiB", "1.5 MiB"; K is 1024.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().Trim();
        var end = digits.LastIndexOfAnyInRange('0', '9') + 1;
        var shift = digits[end..].Trim().ToString().ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KIB" => 10,
            "M" or "MIB" => 20,
            "G" or "GIB" => 30,
            "T" or "TIB" => 40,
            _ => -1,
        };
        if (shift < 0 || !decimal.TryParse(digits[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = (long)(value * (1L << shift));
        return true;
    }
}
