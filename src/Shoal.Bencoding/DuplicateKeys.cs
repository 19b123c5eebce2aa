namespace Shoal.Bencoding;

/// <summary>Finds a key that an unsorted dictionary has twice, in n log n of its keys.</summary>
internal sealed class DuplicateKeys
{
    // The tokens of keys, and room to sort them in; kept for the next dictionary.
    private int[] _keys = [];
    private int[] _spare = [];

    /// <summary>The offset of the later of two equal keys, or null.</summary>
    internal int? Find(BencodeToken[] tokens, int dictionary, ReadOnlySpan<byte> input)
    {
        var count = 0;
        for (var key = dictionary + 1; key < tokens[dictionary].Next; key = tokens[key + 1].Next)
        {
            if (count == _keys.Length)
            {
                Array.Resize(ref _keys, Math.Max(Limits.FirstKeys, count * 2));
                Array.Resize(ref _spare, _keys.Length);
            }

            _keys[count++] = key;
        }

        var sorted = _keys.AsSpan(0, count);
        MergeSort(sorted, _spare, tokens, input);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (OpenContainer.KeyOf(tokens[sorted[i - 1]], input).SequenceEqual(OpenContainer.KeyOf(tokens[sorted[i]], input)))
            {
                return tokens[Math.Max(sorted[i - 1], sorted[i])].Start;
            }
        }

        return null;
    }

    // Written out because a comparer may not capture a span; bottom-up, so neither depth nor bad luck can grow it.
    private static void MergeSort(Span<int> keys, Span<int> spare, BencodeToken[] tokens, ReadOnlySpan<byte> input)
    {
        for (var width = 1; width < keys.Length; width *= 2)
        {
            for (var low = 0; low < keys.Length; low += 2 * width)
            {
                var middle = Math.Min(low + width, keys.Length);
                var high = Math.Min(low + 2 * width, keys.Length);
                for (int left = low, right = middle, to = low; to < high; to++)
                {
                    var takeLeft = left < middle && (right == high
                        || OpenContainer.KeyOf(tokens[keys[left]], input).SequenceCompareTo(OpenContainer.KeyOf(tokens[keys[right]], input)) <= 0);
                    spare[to] = takeLeft ? keys[left++] : keys[right++];
                }
            }

            spare[..keys.Length].CopyTo(keys);
        }
    }
}
