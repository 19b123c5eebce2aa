using System.Globalization;
using System.Text;

namespace Shoal.Metainfo.Magnets;

/// <summary>BEP 53 "so": which files a link asks for, as ranges like "0,2,4-6".</summary>
internal static class FileSelection
{
    /// <summary>Reads the ranges into ascending indexes. Those no torrent of ours can have are left out, so a range cannot grow without bound.</summary>
    internal static IReadOnlyList<int>? Parse(string text)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var range in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            if (!TryIndex(dash < 0 ? range : range[..dash], out var first) || !TryIndex(dash < 0 ? range : range[(dash + 1)..], out var last) || last < first)
            {
                return null;
            }

            ranges.Add((first, Math.Min(last, Limits.Files - 1)));
        }

        // In order, so that ranges which overlap are walked once.
        ranges.Sort();
        var chosen = new List<int>();
        foreach (var (first, last) in ranges)
        {
            for (var i = Math.Max(first, chosen.Count == 0 ? 0 : chosen[^1] + 1); i <= last; i++)
            {
                chosen.Add(i);
            }
        }

        return chosen;
    }

    /// <summary>Writes ascending indexes as ranges.</summary>
    internal static string Format(IReadOnlyList<int> indexes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < indexes.Count; i++)
        {
            var first = i;
            while (i + 1 < indexes.Count && indexes[i + 1] == indexes[i] + 1)
            {
                i++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{indexes[first]}");
            if (i > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{indexes[i]}");
            }
        }

        return text.ToString();
    }

    private static bool TryIndex(ReadOnlySpan<char> digits, out int index)
    {
        index = int.MaxValue;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        // More digits than an int holds are an index that is merely too high.
        index = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
        return true;
    }
}
