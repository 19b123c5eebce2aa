using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Live;

/// <summary>
/// The shares that have all words of a query, from the highest number down. Where the words stand in a text is not known here, so of a phrase they have the words, and only the first words that a
/// prefix stands for are looked for.
/// </summary>
internal sealed class WordSearch
{
    private readonly WordList[] _all;
    private readonly WordList[] _none;

    private WordSearch(IEnumerable<WordList> all, IEnumerable<WordList> none) => (_all, _none) = ([.. all.OrderBy(static list => list.Count)], [.. none]);

    /// <summary>The search for one word.</summary>
    public static WordSearch Of(string word, WordIndex index) => new([new WordList(index.Of(word))], []);

    /// <summary>The search; null where no file can be found.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="index">The words of all.</param>
    /// <param name="isWhole">False where it finds files that the query does not: then their words are to be compared.</param>
    public static WordSearch? Of(SearchQuery query, WordIndex index, out bool isWhole)
    {
        isWhole = query.All.All(static term => term.Words.Count == 1) && query.None.All(static term => term.Words.Count == 1 && !term.IsPrefix);
        if (query.All.Count == 0 || !QueryMatcher.IsBounded(query) || !query.All.All(CanBe))
        {
            return null;
        }

        var all = query.All.SelectMany(term => ListsOf(term, index)).ToList();
        var none = query.None.Where(static term => term.Words.Count == 1 && CanBe(term)).SelectMany(term => ListsOf(term, index));
        return all.TrueForAll(static list => list.Count > 0) ? new WordSearch(all, none.Where(static list => list.Count > 0)) : null;
    }

    /// <summary>Goes down to the next share that has all of the words and none of the others.</summary>
    /// <param name="share">From there; the number that it came to, 0 at the end.</param>
    /// <param name="steps">How many steps it may take.</param>
    /// <returns>True where that share has them; false where the steps were too few to know, and at the end.</returns>
    public bool TryFind(ref long share, int steps)
    {
        var (list, agreed) = (0, 0);
        for (; share > 0 && steps > 0; steps--)
        {
            var next = _all[list].AtMost(share);
            agreed = next == share ? agreed + 1 : 1;
            share = next;
            list = list + 1 < _all.Length ? list + 1 : 0;
            if (agreed == _all.Length && share > 0)
            {
                if (!IsExcluded(share))
                {
                    return true;
                }

                share--;
                agreed = 0;
            }
        }

        return false;
    }

    private static bool CanBe(SearchTerm term) => term.Words.Count > 0 && term.Words.All(Words.IsWord);

    private static IEnumerable<WordList> ListsOf(SearchTerm term, WordIndex index) =>
        term.Words.Select((word, i) => term.IsPrefix && i == term.Words.Count - 1 ? new WordList(index.Beginning(word)) : new WordList(index.Of(word)));

    private bool IsExcluded(long share)
    {
        foreach (var list in _none)
        {
            if (list.AtMost(share) == share)
            {
                return true;
            }
        }

        return false;
    }
}
