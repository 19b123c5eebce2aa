using System.Buffers.Text;
using Shoal.Metainfo;

namespace Shoal.Napster.Client.Data;

/// <summary>What the texts of the data port are made of.</summary>
internal static class DataText
{
    /// <summary>The field by which one of ours asks another for a file's SHA-256, which old peers read over.</summary>
    public static ReadOnlySpan<byte> HashWanted => " sha256"u8;

    /// <summary>In front of the hash, in an answer to who asked.</summary>
    public static ReadOnlySpan<byte> HashMark => " sha256="u8;

    /// <summary>The digits at the front that make a number of 63 bits, at most.</summary>
    public static int Digits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    /// <summary>Reads digits and nothing else; false where there are none or the number is too large.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> digits, out long number) =>
        Utf8Parser.TryParse(digits, out number, out var used) && used == digits.Length && number >= 0;

    /// <summary>Looks for a hash behind its mark. Maybe: what is there may become one.</summary>
    public static Reading ReadHash(ReadOnlySpan<byte> text, out Sha256Hash? hash, out int used)
    {
        hash = null;
        used = 0;
        var mark = Math.Min(text.Length, HashMark.Length);
        var digits = text[mark..];
        digits = digits[..Math.Min(digits.Length, 2 * Sha256Hash.Length)];
        if (!text[..mark].SequenceEqual(HashMark[..mark]) || digits.ContainsAnyExcept(HexDigits))
        {
            return Reading.Bad;
        }

        if (digits.Length < 2 * Sha256Hash.Length)
        {
            return Reading.Maybe;
        }

        Span<byte> bytes = stackalloc byte[Sha256Hash.Length];
        Convert.FromHexString(digits, bytes, out _, out _);
        hash = new Sha256Hash(bytes);
        used = HashMark.Length + digits.Length;
        return Reading.Whole;
    }

    private static readonly System.Buffers.SearchValues<byte> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef"u8);
}
