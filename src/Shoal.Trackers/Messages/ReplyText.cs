using System.Globalization;
using System.Text;

namespace Shoal.Trackers.Messages;

/// <summary>Text of a tracker for people: a stranger's bytes may neither steer a terminal nor fill it.</summary>
internal static class ReplyText
{
    /// <summary>Printable and cut; null where nothing is left.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        // A character of UTF-8 takes up to 4 bytes; what lies behind is not even decoded.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * Limits.TextLength)]);
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > Limits.TextLength)
            {
                break;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                shown.Append(rune.ToString());
            }
        }

        var result = shown.ToString().Trim();
        return result.Length == 0 ? null : result;
    }
}
