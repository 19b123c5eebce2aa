using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Live;

/// <summary>
/// The words of all that is shared now, each with the numbers of the shares that have it. A share that is over stays with its words until a sweep comes by, which goes around them as fast as shares
/// come and go; who reads asks for each whether it is over. One thread writes, any may read.
/// </summary>
internal sealed class WordIndex
{
    private WordTable _table = new(Limits.LeastWords, Limits.LeastWords * Limits.LettersPerWord);
    private long _postings;

    /// <summary>Where the sweep is.</summary>
    private int _swept;

    /// <summary>A sweep is on its way.</summary>
    public bool IsSweeping => _swept > 0;

    /// <summary>Bytes of memory, roughly. The writer's.</summary>
    public long Memory => _table.Memory + _postings;

    /// <summary>The shares that have the word.</summary>
    public PostingsCursor Of(ReadOnlySpan<char> word)
    {
        var table = Volatile.Read(ref _table);
        return table.Find(word) is >= 0 and var found ? new PostingsCursor(ref table[found]) : default;
    }

    /// <summary>The shares that have a word which begins so, of the first such words in their order.</summary>
    public PostingsCursor[] Beginning(string prefix)
    {
        var table = Volatile.Read(ref _table);
        return [.. table.Beginning(prefix, Limits.WordsPerPrefix).Select(word => new PostingsCursor(ref table[word]))];
    }

    /// <summary>Notes a share under the words of its text, and under that of its source.</summary>
    /// <returns>How many words the text has that find it.</returns>
    public int Add(long share, string text, uint source)
    {
        var count = 0;
        var reader = new WordReader(text, stackalloc char[Limits.WordLength]);
        for (; count < Limits.WordsPerFile && reader.Next(); count++)
        {
            Add(share, reader.Word);
        }

        if (source != 0)
        {
            Add(share, SourceWord(source));
        }

        return count;
    }

    /// <summary>The word of files with the same token and size, and of others: no text has such a one. There are 4,096 of them, as one for each file would cost more than all its words.</summary>
    public static string SourceWord(uint source) => $"#{source >> 20:x}";

    /// <summary>Goes on along the words, and has each forget shares that are over.</summary>
    /// <param name="live">What is not over.</param>
    /// <param name="steps">How many shares are looked at, roughly.</param>
    public void Sweep(LiveFiles live, long steps)
    {
        for (; steps > 0 && _swept < _table.Count; _swept++)
        {
            ref var word = ref _table[_swept];
            steps -= 1 + (word.Many?.Count ?? 0);
            _postings += word.Sweep(live);
        }

        _swept = _swept < _table.Count ? _swept : 0;
    }

    private void Add(long share, ReadOnlySpan<char> text)
    {
        var word = _table.Find(text);
        if (word < 0 && (word = _table.Add(text)) < 0)
        {
            Grow();
            word = _table.Add(text);
        }

        _postings += _table[word].Add(share);
    }

    /// <summary>Makes another table of the words that are used, with room for half as many more.</summary>
    private void Grow()
    {
        var old = _table;
        var used = old.InOrder().Where(word => !old[word].IsUnused).ToArray();
        var letters = used.Sum(word => old[word].Length);
        var table = new WordTable(Math.Max(Limits.LeastWords, used.Length * 3 / 2), Math.Max(Limits.LeastWords * Limits.LettersPerWord, letters * 3 / 2));
        foreach (var word in used)
        {
            var (many, one) = (old[word].Many, old[word].One);
            ref var same = ref table[table.Add(old.TextOf(word))];
            (same.Many, same.One) = (many, one);
        }

        _swept = 0;
        Volatile.Write(ref _table, table);
    }
}
