using System.Globalization;
using System.Numerics;
using System.Text;

namespace Shoal.Bencoding.Oracle;

/// <summary>
/// Bencoding by the letter of BEP 3, slow and recursive, sharing no code with the reader: byte[], BigInteger, List and an ordered list of pairs.
/// </summary>
public static class NaiveBencode
{
    public static byte[] Encode(object value) => value switch
    {
        byte[] bytes => [.. Ascii($"{bytes.Length}:"), .. bytes],
        BigInteger number => Ascii($"i{number.ToString(CultureInfo.InvariantCulture)}e"),
        List<object> list => [.. Ascii("l"), .. list.SelectMany(Encode), .. Ascii("e")],
        List<KeyValuePair<byte[], object>> pairs => [.. Ascii("d"), .. pairs.SelectMany(p => Encode(p.Key).Concat(Encode(p.Value))), .. Ascii("e")],
        _ => throw new ArgumentException("not a bencoded value", nameof(value)),
    };

    /// <summary>The value and what it took of the input, or null where there is none.</summary>
    public static (object Value, int Used)? Decode(byte[] input, bool strict, int depth, int at = 0)
    {
        if (at >= input.Length)
        {
            return null;
        }

        switch ((char)input[at])
        {
            case 'i':
                var e = Array.IndexOf(input, (byte)'e', at);
                if (e < 0)
                {
                    return null;
                }

                var digits = Encoding.Latin1.GetString(input, at + 1, e - at - 1);
                return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && string.Equals(number.ToString(CultureInfo.InvariantCulture), digits, StringComparison.Ordinal) ? (number, e + 1) : null;
            case 'l':
                return List(input, strict, depth, at);
            case 'd':
                return Dictionary(input, strict, depth, at);
            default:
                var colon = Array.IndexOf(input, (byte)':', at);
                if (colon < 0)
                {
                    return null;
                }

                var prefix = Encoding.Latin1.GetString(input, at, colon - at);
                return int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                    && string.Equals(length.ToString(CultureInfo.InvariantCulture), prefix, StringComparison.Ordinal) && length <= input.Length - colon - 1
                    ? (input[(colon + 1)..(colon + 1 + length)], colon + 1 + length) : null;
        }
    }

    private static (object, int)? List(byte[] input, bool strict, int depth, int at)
    {
        var items = new List<object>();
        at++;
        while (depth > 0 && at < input.Length && input[at] != 'e')
        {
            if (Decode(input, strict, depth - 1, at) is not { } item)
            {
                return null;
            }

            items.Add(item.Value);
            at = item.Used;
        }

        return depth > 0 && at < input.Length ? (items, at + 1) : null;
    }

    private static (object, int)? Dictionary(byte[] input, bool strict, int depth, int at)
    {
        var pairs = new List<KeyValuePair<byte[], object>>();
        at++;
        while (depth > 0 && at < input.Length && input[at] != 'e')
        {
            if (Decode(input, strict, depth - 1, at) is not { Value: byte[] key } k || Decode(input, strict, depth - 1, k.Used) is not { } value)
            {
                return null;
            }

            if (pairs.Any(p => p.Key.SequenceEqual(key)) || strict && pairs.Count > 0 && pairs[^1].Key.AsSpan().SequenceCompareTo(key) > 0)
            {
                return null;
            }

            pairs.Add(new(key, value.Value));
            at = value.Used;
        }

        return depth > 0 && at < input.Length ? (pairs, at + 1) : null;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
