using System.Numerics;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Runtime;

namespace Shoal.Fuzz.Mutation;

/// <summary>Changes values inside bencoded input and encodes it again, so that changes get past the syntax.</summary>
internal static class BencodeReshaper
{
    private const int Depth = 64;

    private static readonly BigInteger[] Numbers =
        [0, 1, 2, 3, -1, 16383, 16384, 16385, 32768, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, BigInteger.Pow(2, 64), 1L << 35, 1L << 50];

    private static readonly byte[][] Texts =
        [[], [0], "."u8.ToArray(), ".."u8.ToArray(), "/"u8.ToArray(), "a/../b"u8.ToArray(), "con"u8.ToArray(), "A"u8.ToArray(), "a"u8.ToArray(), [0xff], [0xc0, 0xae],
            "p"u8.ToArray(), "l"u8.ToArray(), new byte[20], new byte[32], new byte[64], Encoding.ASCII.GetBytes(new string('n', 300))];

    internal static byte[]? Reshape(byte[] input, IReadOnlyList<byte[]> words, IChance chance)
    {
        if (NaiveBencode.Decode(input, strict: false, Depth) is not { } decoded)
        {
            return null;
        }

        var root = decoded.Value;
        for (var left = 1 + chance.Below(3); left > 0; left--)
        {
            root = Change(root, words, chance);
        }

        return NaiveBencode.Encode(root);
    }

    // Walks down by chance and changes what it stops at.
    private static object Change(object value, IReadOnlyList<byte[]> words, IChance chance)
    {
        switch (value)
        {
            case List<object> { Count: > 0 } list when chance.Below(4) != 0:
                var item = chance.Below(list.Count);
                list[item] = Change(list[item], words, chance);
                return list;
            case List<object> { Count: > 0 } list:
                var moved = chance.Below(list.Count);
                list.Insert(chance.Below(list.Count + 1), list[moved]);
                if (chance.Below(2) == 0)
                {
                    list.RemoveAt(chance.Below(list.Count));
                }

                return list;
            case List<KeyValuePair<byte[], object>> { Count: > 0 } pairs when chance.Below(6) != 0:
                var at = chance.Below(pairs.Count);
                pairs[at] = new(pairs[at].Key, Change(pairs[at].Value, words, chance));
                return pairs;
            case List<KeyValuePair<byte[], object>> { Count: > 0 } pairs:
                return ChangeKeys(pairs, words, chance);
            case BigInteger number when chance.Below(2) == 0:
                return number + chance.Below(5) - 2;
            case byte[] { Length: > 0 } bytes when chance.Below(2) == 0:
                return chance.Below(2) == 0 ? bytes[..chance.Below(bytes.Length)] : [.. bytes, .. bytes[chance.Below(bytes.Length)..]];
            default:
                return chance.Below(3) switch
                {
                    0 => Numbers[chance.Below(Numbers.Length)],
                    1 => Texts[chance.Below(Texts.Length)],
                    _ => words.Count > 0 ? words[chance.Below(words.Count)] : Texts[chance.Below(Texts.Length)],
                };
        }
    }

    private static List<KeyValuePair<byte[], object>> ChangeKeys(List<KeyValuePair<byte[], object>> pairs, IReadOnlyList<byte[]> words, IChance chance)
    {
        var at = chance.Below(pairs.Count);
        switch (chance.Below(3))
        {
            case 0:
                pairs.RemoveAt(at);
                break;
            case 1:
                pairs[at] = new(words.Count > 0 ? words[chance.Below(words.Count)] : Texts[chance.Below(Texts.Length)], pairs[at].Value);
                break;
            default:
                pairs.Add(new(words.Count > 0 ? words[chance.Below(words.Count)] : Texts[chance.Below(Texts.Length)], pairs[at].Value));
                break;
        }

        return pairs;
    }
}
