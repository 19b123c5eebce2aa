using Shoal.Runtime;

namespace Shoal.Fuzz.Mutation;

/// <summary>Makes inputs out of the corpus: some whole ones changed by the format's own rules, most by stacked blind changes.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, FuzzTarget target)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxStacked = 12;

    internal byte[] Next(IChance chance)
    {
        var input = Pick(chance);
        if (chance.Below(2) == 0 && target.Reshape(input, chance) is { } shaped)
        {
            input = shaped;
            if (chance.Below(4) != 0)
            {
                return input;
            }
        }

        var bytes = input.ToList();
        for (var left = 1 + chance.Below(MaxStacked); left > 0; left--)
        {
            Change(bytes, chance);
        }

        return bytes.Count > MaxLength ? [.. bytes.Take(MaxLength)] : [.. bytes];
    }

    private byte[] Pick(IChance chance) => corpus.Count == 0 ? [] : corpus[chance.Below(corpus.Count)];

    private void Change(List<byte> bytes, IChance chance)
    {
        var at = chance.Below(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + chance.Below(chance.Below(4) == 0 ? 64 : 4));
        switch (chance.Below(10))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << chance.Below(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)chance.Below(256);
                break;
            case 2 when length > 0:
                // Digits are lengths and numbers in every text format here.
                bytes[at] = (byte)('0' + chance.Below(10));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(chance.Below(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6 when target.Words.Count > 0:
                bytes.InsertRange(at, target.Words[chance.Below(target.Words.Count)]);
                break;
            case 7 when target.Words.Count > 0:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, target.Words[chance.Below(target.Words.Count)]);
                break;
            case 8 when chance.Below(4) == 0:
                // Splice: the rest of another input.
                var other = Pick(chance);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(chance.Below(other.Length + 1)));
                break;
            case 9 when chance.Below(8) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.Insert(at, (byte)chance.Below(256));
                break;
        }
    }
}
