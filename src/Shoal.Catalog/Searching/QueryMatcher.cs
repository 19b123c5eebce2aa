namespace Shoal.Catalog.Searching;

/// <summary>Says of one file whether a query finds it: what a store's search gives, file by file. For searches that wait for new files.</summary>
public static class QueryMatcher
{
    /// <summary>True when the query finds the file. How many files it wants and where it goes on play no part.</summary>
    public static bool IsMatch(SearchQuery query, OwnerId owner, Presence presence, SharedFile file)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(file);
        return HasBounds(query, owner, presence, file) && HasWords(query, file.Text);
    }

    /// <summary>True when all but the words is as it must be.</summary>
    internal static bool HasBounds(SearchQuery query, OwnerId owner, Presence presence, SharedFile file) =>
        owner != query.Except
        && (presence.IsReachable || !query.IsReachable)
        && (query.Media is null || query.Media == file.Media)
        && query.Speed.Contain(presence.Speed)
        && query.Size.Contain(file.Size)
        && query.Bitrate.Contain(file.Bitrate)
        && query.Frequency.Contain(file.Frequency)
        && query.Duration.Contain(file.Duration);

    /// <summary>True when the text has the words of the query and none that it must not have.</summary>
    internal static bool HasWords(SearchQuery query, string text)
    {
        if (query.All.Count == 0 || !IsBounded(query))
        {
            return false;
        }

        var words = Words.OfFile(text);
        return query.All.All(term => Has(words, term)) && !query.None.Any(term => Has(words, term));
    }

    /// <summary>False for more words than any file has.</summary>
    internal static bool IsBounded(SearchQuery query)
    {
        if (query.All.Count + query.None.Count > Limits.WordsPerQuery)
        {
            return false;
        }

        return query.All.Sum(static term => term.Words.Count) + query.None.Sum(static term => term.Words.Count) <= Limits.WordsPerQuery;
    }

    private static bool Has(List<string> words, SearchTerm term)
    {
        if (term.Words.Count == 0)
        {
            return false;
        }

        for (var at = 0; at + term.Words.Count <= words.Count; at++)
        {
            if (IsAt(words, at, term))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAt(List<string> words, int at, SearchTerm term)
    {
        var last = term.Words.Count - 1;
        for (var i = 0; i < last; i++)
        {
            if (!string.Equals(words[at + i], term.Words[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return term.IsPrefix && term.Words[last].Length > 0 ? words[at + last].StartsWith(term.Words[last], StringComparison.Ordinal) : string.Equals(words[at + last], term.Words[last], StringComparison.Ordinal);
    }
}
