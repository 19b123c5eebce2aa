using System.Numerics;

namespace Shoal.Catalog.Live;

/// <summary>
/// Words by their texts, as many as there is room for, without an object for each. One thread writes, any may read. Words are not removed: another table is made without them.
/// </summary>
internal sealed class WordTable
{
    /// <summary>The number of a word + 1, and above it 32 bits of its hash; 0 for nothing.</summary>
    private readonly ulong[] _slots;
    private readonly Word[] _words;
    private readonly char[] _texts;
    private int _count;
    private int _letters;

    /// <summary>The numbers of the first words, as many as it has, in the order of their texts.</summary>
    private int[] _order = [];

    /// <param name="words">How many words there is room for.</param>
    /// <param name="letters">How many units of UTF-16 they have together.</param>
    public WordTable(int words, int letters)
    {
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)words * 2)];
        (_words, _texts) = (new Word[words], new char[letters]);
    }

    /// <summary>How many words there are.</summary>
    public int Count => Volatile.Read(ref _count);

    public int Letters => _letters;

    /// <summary>Bytes of memory.</summary>
    public long Memory => (_slots.Length * (long)sizeof(ulong)) + (_words.Length * 24L) + (_texts.Length * (long)sizeof(char)) + (_order.Length * (long)sizeof(int));

    /// <summary>A word by its number.</summary>
    public ref Word this[int word] => ref _words[word];

    public ReadOnlySpan<char> TextOf(int word) => _texts.AsSpan(_words[word].Start, _words[word].Length);

    /// <summary>The number of a word; -1 where it is not there.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        var hash = (uint)string.GetHashCode(text, StringComparison.Ordinal);
        for (var at = hash; ; at++)
        {
            var slot = Volatile.Read(ref _slots[at & (_slots.Length - 1)]);
            if (slot == 0)
            {
                return -1;
            }

            var word = (int)(uint)slot - 1;
            if ((uint)(slot >> 32) == hash && TextOf(word).SequenceEqual(text))
            {
                return word;
            }
        }
    }

    /// <summary>Adds a word that is not there.</summary>
    /// <returns>Its number; -1 where there is no room.</returns>
    public int Add(ReadOnlySpan<char> text)
    {
        if (_count == _words.Length || text.Length > _texts.Length - _letters)
        {
            return -1;
        }

        var word = _count;
        text.CopyTo(_texts.AsSpan(_letters));
        (_words[word].Start, _words[word].Length) = (_letters, (byte)text.Length);
        _letters += text.Length;
        Volatile.Write(ref _count, word + 1);
        var hash = (uint)string.GetHashCode(text, StringComparison.Ordinal);
        var at = hash;
        while (_slots[at & (_slots.Length - 1)] != 0)
        {
            at++;
        }

        Volatile.Write(ref _slots[at & (_slots.Length - 1)], ((ulong)hash << 32) | ((uint)word + 1));
        if (_count - _order.Length > Limits.UnorderedWords + (_order.Length / 32))
        {
            Volatile.Write(ref _order, InOrder());
        }

        return word;
    }

    /// <summary>The numbers of all words in the order of their texts. The writer's.</summary>
    public int[] InOrder()
    {
        var added = new int[_count - _order.Length];
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = _order.Length + i;
        }

        Array.Sort(added, Compare);
        var all = new int[_count];
        for (int i = 0, j = 0; i + j < all.Length;)
        {
            var isAdded = i == _order.Length || (j < added.Length && Compare(added[j], _order[i]) < 0);
            all[i + j] = isAdded ? added[j] : _order[i];
            (i, j) = isAdded ? (i, j + 1) : (i + 1, j);
        }

        return all;
    }

    /// <summary>The numbers of the first words, in the order of their texts, that begin so and are used.</summary>
    public List<int> Beginning(string prefix, int most)
    {
        var count = Count;
        var order = Volatile.Read(ref _order);
        var found = new List<int>();
        for (var at = FirstFrom(prefix, order); at < order.Length && found.Count < most && Begins(order[at], prefix); at++)
        {
            if (!_words[order[at]].IsUnused)
            {
                found.Add(order[at]);
            }
        }

        for (var word = order.Length; word < count; word++)
        {
            if (Begins(word, prefix) && !_words[word].IsUnused)
            {
                found.Add(word);
            }
        }

        found.Sort(Compare);
        return found.Count > most ? found[..most] : found;
    }

    private int FirstFrom(string text, int[] order)
    {
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = TextOf(order[middle]).CompareTo(text, StringComparison.Ordinal) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private bool Begins(int word, string prefix) => TextOf(word).StartsWith(prefix, StringComparison.Ordinal);

    private int Compare(int one, int other) => TextOf(one).CompareTo(TextOf(other), StringComparison.Ordinal);
}
