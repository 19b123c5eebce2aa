using System.Globalization;
using System.Text;

namespace Shoal.Cli.Shell;

/// <summary>How many columns of a terminal a text takes: none for marks above letters, two for Chinese, Japanese, Korean and pictures (Unicode TR 11, in its large ranges).</summary>
internal static class Columns
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xa960, 0xa97c), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe6f),
        (0xff00, 0xff60), (0xffe0, 0xffe6), (0x1f300, 0x1f64f), (0x1f680, 0x1f6ff), (0x1f900, 0x1faff), (0x20000, 0x3fffd),
    ];

    public static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return 1;
        }

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
            : Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
            : 1;
    }

    public static int Of(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Of(rune);
        }

        return columns;
    }

    /// <summary>The text in so many columns at most; where some is left out, an ellipsis stands for it.</summary>
    public static string Cut(string text, int most)
    {
        if (Of(text) <= most)
        {
            return text;
        }

        var (cut, columns) = (new StringBuilder(), 1);
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Of(rune);
            if (columns > most)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return most < 1 ? "" : cut.Append('…').ToString();
    }

    /// <summary>The same, and what is left out is the beginning.</summary>
    public static string CutStart(string text, int most)
    {
        if (Of(text) <= most)
        {
            return text;
        }

        var (columns, kept) = (1, new List<Rune>());
        foreach (var rune in text.EnumerateRunes().Reverse())
        {
            columns += Of(rune);
            if (columns > most)
            {
                break;
            }

            kept.Add(rune);
        }

        kept.Reverse();
        return most < 1 ? "" : "…" + string.Concat(kept);
    }
}
