using System.Globalization;
using System.Text;

namespace Shoal.Runtime;

/// <summary>Text of strangers for people: it may neither steer a terminal nor fill it.</summary>
public static class ShownText
{
    /// <summary>False for what moves a cursor, breaks a line, changes the direction of writing ("exe.gpj" would read as "jpg.exe") or has no shape that everybody knows.</summary>
    public static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    /// <summary>UTF-8 without what is not plain, cut to so many characters; null where nothing is left. Where a line or a control character stood is a space.</summary>
    public static string? Of(ReadOnlySpan<byte> utf8, int most)
    {
        // A character of UTF-8 takes up to 4 bytes; what lies behind is not even decoded.
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * most)]);
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            if (IsPlain(rune))
            {
                shown.Append(rune.ToString());
            }
            else if (Rune.IsControl(rune) || Rune.IsSeparator(rune))
            {
                shown.Append(' ');
            }
        }

        var result = shown.ToString().Trim();
        return result.Length == 0 ? null : result;
    }
}
