using System.Text;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>Texts of tags as they can be told to others: without quotation marks, control characters and excess.</summary>
internal static class TagText
{
    /// <summary>Text of old tags: UTF-8, or what most wrote before.</summary>
    public static string? Legacy(ReadOnlySpan<byte> bytes) => Tidy(LegacyText.Decode(Bounded(bytes)));

    /// <summary>Text of UTF-8.</summary>
    public static string? Utf8(ReadOnlySpan<byte> bytes) => Tidy(Encoding.UTF8.GetString(Bounded(bytes)));

    /// <summary>Text of UTF-16; a mark at its beginning says which byte comes first.</summary>
    public static string? Utf16(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var hasMark = bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];
        isBigEndian = hasMark ? bytes[0] == 0xfe : isBigEndian;
        bytes = Bounded(hasMark ? bytes[2..] : bytes);
        return Tidy((isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes[..(bytes.Length & ~1)]));
    }

    private static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 4 * Limits.TagLength)];

    /// <summary>Several values of one tag have NUL between them.</summary>
    private static string? Tidy(string text)
    {
        var tidy = new StringBuilder();
        foreach (var rune in text.Trim('\0').Replace("\0", "; ", StringComparison.Ordinal).EnumerateRunes())
        {
            if (tidy.Length + rune.Utf16SequenceLength > Limits.TagLength)
            {
                break;
            }

            tidy.Append(rune.Value == '"' ? "'" : Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return tidy.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
