namespace Shoal.Metainfo.Magnets;

/// <summary>RFC 4648 base 32 without padding: the older form of an info-hash in a link (BEP 9).</summary>
internal static class Base32
{
    /// <summary>Digits of a 20-byte hash.</summary>
    internal const int Sha1Digits = 32;

    /// <summary>Reads 32 digits of either case into 20 bytes.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, Span<byte> hash)
    {
        if (text.Length != Sha1Digits || hash.Length != Sha1Hash.Length)
        {
            return false;
        }

        var bits = 0;
        var held = 0;
        var at = 0;
        foreach (var digit in text)
        {
            var value = digit switch
            {
                >= 'a' and <= 'z' => digit - 'a',
                >= 'A' and <= 'Z' => digit - 'A',
                >= '2' and <= '7' => digit - '2' + 26,
                _ => -1,
            };
            if (value < 0)
            {
                return false;
            }

            bits = (bits << 5) | value;
            held += 5;
            if (held >= 8)
            {
                held -= 8;
                hash[at++] = (byte)(bits >> held);
                bits &= (1 << held) - 1;
            }
        }

        return true;
    }
}
