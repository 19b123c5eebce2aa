using System.Text;

namespace Shoal.Trackers.Messages.Http;

/// <summary>Raw bytes in the query of an URL (RFC 3986): an info-hash is bytes, never text.</summary>
internal static class PercentEncoding
{
    private const string Digits = "0123456789abcdef";

    /// <summary>Writes unreserved bytes as they are and the others as %xx.</summary>
    public static StringBuilder AppendEscaped(this StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(Digits[value >> 4]).Append(Digits[value & 15]);
            }
        }

        return text;
    }

    /// <summary>Reads both; a "+" is itself. False where a "%" is not followed by two digits, or the destination is too short.</summary>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> destination, out int length)
    {
        length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value == '%')
            {
                if (i + 2 >= text.Length || !TryDigit(text[i + 1], out var high) || !TryDigit(text[i + 2], out var low))
                {
                    return false;
                }

                value = (byte)(high << 4 | low);
                i += 2;
            }

            if (length == destination.Length)
            {
                return false;
            }

            destination[length++] = value;
        }

        return true;
    }

    private static bool TryDigit(byte digit, out int value)
    {
        value = digit switch
        {
            >= (byte)'0' and <= (byte)'9' => digit - '0',
            >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
            _ => -1,
        };
        return value >= 0;
    }
}
