namespace Shoal.Bencoding;

/// <summary>Finds a key that an unsorted dictionary has twice, in n log n of its keys.</summary>
internal static class DuplicateKeys
{
    /// <summary>The offset of the later of two equal keys, or null.</summary>
    internal static int? Find(BencodeToken[] tokens, int dictionary, ReadOnlySpan<byte> input)
    {
        var keys = new List<int>();
        for (var key = dictionary + 1; key < tokens[dictionary].Next; key = tokens[key + 1].Next)
        {
            keys.Add(key);
        }

        var sorted = keys.ToArray();
        MergeSort(sorted, new int[sorted.Length], tokens, input);
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
    private static void MergeSort(int[] keys, int[] spare, BencodeToken[] tokens, ReadOnlySpan<byte> input)
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

            spare.CopyTo(keys, 0);
        }
    }
}
