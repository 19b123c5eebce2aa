using System.Text;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Sqlite;

/// <summary>
/// Puts a query's words as the full-text index wants them. Only words as <see cref="Words"/> gives them come there: a term with another is in no file. The index does not know where a word
/// stands, so of a phrase it is asked for the words.
/// </summary>
internal sealed class IndexQuery
{
    private readonly StringBuilder _text = new();
    private readonly Vocabulary _vocabulary;

    private IndexQuery(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>The index's query; null where no file can be found.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="vocabulary">The words that are known.</param>
    /// <param name="isWhole">False where it finds files that the query does not: then their words are to be compared.</param>
    public static string? Of(SearchQuery query, Vocabulary vocabulary, out bool isWhole)
    {
        isWhole = query.All.All(static term => term.Words.Count == 1) && query.None.All(static term => term.Words.Count == 1 && !term.IsPrefix);
        if (query.All.Count == 0 || !QueryMatcher.IsBounded(query) || !query.All.All(CanBe))
        {
            return null;
        }

        var text = new IndexQuery(vocabulary);
        return query.All.All(text.TryAdd) ? text.Without(query.None) : null;
    }

    private static bool CanBe(SearchTerm term) => term.Words.Count > 0 && term.Words.All(Words.IsWord);

    private bool TryAdd(SearchTerm term)
    {
        for (var i = 0; i < term.Words.Count; i++)
        {
            _text.Append(_text.Length > 0 ? " AND " : null);
            if (!term.IsPrefix || i < term.Words.Count - 1)
            {
                Append(term.Words[i]);
            }
            else if (!TryAppendAny(_vocabulary.Of(term.Words[i])))
            {
                return false;
            }
        }

        return true;
    }

    private string Without(IReadOnlyList<SearchTerm> none)
    {
        var words = none.Where(static term => term.Words.Count == 1 && CanBe(term)).SelectMany(term => term.IsPrefix ? _vocabulary.Of(term.Words[0]) : term.Words).ToList();
        if (words.Count > 0)
        {
            _text.Insert(0, '(').Append(") NOT ");
            TryAppendAny(words);
        }

        return _text.ToString();
    }

    private bool TryAppendAny(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            _text.Append(i == 0 ? "(" : " OR ");
            Append(words[i]);
        }

        _text.Append(words.Count > 0 ? ")" : null);
        return words.Count > 0;
    }

    private void Append(string word) => _text.Append('"').Append(word).Append('"');
}
