using System.Text;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Sqlite;

/// <summary>Puts a query's words as the full-text index wants them. Only words as <see cref="Words"/> gives them come there: a term with another is in no file.</summary>
internal static class IndexQuery
{
    /// <summary>The index's query; null where no file can be found.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="vocabulary">The words that are known.</param>
    /// <param name="isWhole">False where it finds files that the query does not: then their words are to be compared.</param>
    public static string? Of(SearchQuery query, Vocabulary vocabulary, out bool isWhole)
    {
        isWhole = true;
        if (query.All.Count == 0 || !QueryMatcher.IsBounded(query) || !query.All.All(CanBe))
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var term in query.All)
        {
            text.Append(text.Length > 0 ? " AND " : null);
            if (!TryAppend(text, term, vocabulary))
            {
                return null;
            }
        }

        foreach (var term in query.None.Where(CanBe))
        {
            // Each NOT takes from all before it.
            isWhole &= !term.IsPrefix;
            text.Insert(0, '(').Append(") NOT ");
            if (!TryAppend(text, term, vocabulary))
            {
                text.Append("\"#\"");
            }
        }

        return text.ToString();
    }

    private static bool CanBe(SearchTerm term) => term.Words.Count > 0 && term.Words.All(Words.IsWord);

    private static bool TryAppend(StringBuilder text, SearchTerm term, Vocabulary vocabulary)
    {
        if (!term.IsPrefix)
        {
            AppendPhrase(text, term.Words, term.Words[^1]);
            return true;
        }

        var words = vocabulary.Of(term.Words[^1]);
        for (var i = 0; i < words.Count; i++)
        {
            text.Append(i == 0 ? '(' : null).Append(i > 0 ? " OR " : null);
            AppendPhrase(text, term.Words, words[i]);
        }

        text.Append(words.Count > 0 ? ')' : null);
        return words.Count > 0;
    }

    private static void AppendPhrase(StringBuilder text, IReadOnlyList<string> words, string last)
    {
        text.Append('"');
        for (var i = 0; i + 1 < words.Count; i++)
        {
            text.Append(words[i]).Append(' ');
        }

        text.Append(last).Append('"');
    }
}
