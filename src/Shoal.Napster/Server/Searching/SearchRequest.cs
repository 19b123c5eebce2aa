using System.Globalization;
using System.Text;
using Shoal.Catalog;
using Shoal.Catalog.Searching;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sharing;

namespace Shoal.Napster.Server.Searching;

/// <summary>
/// A search as clients write it: clauses in any order, such as FILENAME CONTAINS "words -not" MAX_RESULTS 100 BITRATE "AT LEAST" "128". Ours are FILENAME PHRASE "words",
/// words* within CONTAINS, and CURSOR "where to go on".
/// </summary>
internal ref struct SearchRequest
{
    private const string Invalid = "invalid search request";

    private readonly Dialect _dialect;
    private readonly List<SearchTerm> _all = [];
    private readonly List<SearchTerm> _none = [];
    private Fields _fields;
    private SearchQuery _query;

    private SearchRequest(ReadOnlySpan<byte> payload, Dialect dialect, int most)
    {
        _fields = new Fields(payload);
        _dialect = dialect;
        _query = new SearchQuery { All = _all, None = _none, Most = most, Media = MediaType.Mp3 };
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="payload">The clauses.</param>
    /// <param name="dialect">Which clauses there are.</param>
    /// <param name="most">How many hits there are at most, whatever is asked for.</param>
    /// <param name="wantsCursor">The answer's end is to say where to go on.</param>
    /// <param name="refusal">Why it is no search; null with no query where nothing can be found and nothing is to be said.</param>
    public static SearchQuery? Read(ReadOnlySpan<byte> payload, Dialect dialect, int most, out bool wantsCursor, out string? refusal)
    {
        var request = new SearchRequest(payload, dialect, most);
        refusal = request.ReadClauses();
        wantsCursor = request._query.After is not null;
        if (refusal is not null)
        {
            return null;
        }

        if (request._all.Count == 0)
        {
            refusal = dialect.IsOld ? null : "search failed: request contained no valid words";
            return null;
        }

        return wantsCursor && request._query.After!.Length == 0 ? request._query with { After = null } : request._query;
    }

    private string? ReadClauses()
    {
        while (_fields.TryNext(out var keyword))
        {
            if (ReadClause(keyword) is { } refusal)
            {
                return refusal;
            }
        }

        return _all.Count + _none.Count > Catalog.Searching.SearchQuery.MostTerms ? "search failed: request contained too many words" : null;
    }

    private string? ReadClause(ReadOnlySpan<byte> keyword)
    {
        if (Ascii.EqualsIgnoreCase(keyword, "FILENAME"))
        {
            return ReadWords();
        }

        if (Ascii.EqualsIgnoreCase(keyword, "MAX_RESULTS"))
        {
            return _fields.TryNumber(out var most) ? Set(_query with { Most = most == 0 ? _query.Most : (int)Math.Min(most, _query.Most) }) : Invalid;
        }

        if (Ascii.EqualsIgnoreCase(keyword, "TYPE"))
        {
            return ReadType();
        }

        if (Ascii.EqualsIgnoreCase(keyword, "LINESPEED"))
        {
            return ReadBounds(out var bounds) ?? Set(_query with { Speed = _query.Speed.And(bounds) });
        }

        if (Ascii.EqualsIgnoreCase(keyword, "BITRATE"))
        {
            return ReadBounds(out var bounds) ?? Set(_query with { Bitrate = _query.Bitrate.And(bounds) });
        }

        if (Ascii.EqualsIgnoreCase(keyword, "FREQ"))
        {
            return ReadBounds(out var bounds) ?? Set(_query with { Frequency = _query.Frequency.And(bounds) });
        }

        return _dialect.IsOld ? Invalid : ReadLaterClause(keyword);
    }

    private string? ReadLaterClause(ReadOnlySpan<byte> keyword)
    {
        if (Ascii.EqualsIgnoreCase(keyword, "SIZE"))
        {
            return ReadBounds(out var bounds) ?? Set(_query with { Size = _query.Size.And(bounds) });
        }

        if (Ascii.EqualsIgnoreCase(keyword, "DURATION"))
        {
            return ReadBounds(out var bounds) ?? Set(_query with { Duration = _query.Duration.And(bounds) });
        }

        if (Ascii.EqualsIgnoreCase(keyword, "CURSOR"))
        {
            return _fields.TryNext(out var cursor) ? Set(_query with { After = LegacyText.Decode(cursor) }) : Invalid;
        }

        // There are no linked servers, so that every search is a local one.
        return Ascii.EqualsIgnoreCase(keyword, "LOCAL_ONLY") || Ascii.EqualsIgnoreCase(keyword, "LOCAL") ? null : Invalid;
    }

    private string? ReadWords()
    {
        if (!_fields.TryNext(out var how) || !_fields.TryNext(out var text))
        {
            return Invalid;
        }

        var words = LegacyText.Decode(text);
        if (Ascii.EqualsIgnoreCase(how, "CONTAINS"))
        {
            foreach (var piece in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Add(piece.StartsWith('-') ? _none : _all, piece);
            }

            return null;
        }

        if (Ascii.EqualsIgnoreCase(how, "EXCLUDES"))
        {
            Add(_none, words);
            return null;
        }

        if (Ascii.EqualsIgnoreCase(how, "PHRASE") && !_dialect.IsOld)
        {
            var phrase = Words.Of(words);
            if (phrase.Count > 0)
            {
                _all.Add(new SearchTerm(phrase));
            }

            return null;
        }

        return Invalid;
    }

    private readonly void Add(List<SearchTerm> terms, string text)
    {
        var words = Words.Of(text);
        for (var i = 0; i < words.Count; i++)
        {
            var isPrefix = i == words.Count - 1 && text.EndsWith('*') && !_dialect.IsOld;
            if (!terms.Exists(term => term.Words.Count == 1 && term.IsPrefix == isPrefix && term.Words[0].Equals(words[i], StringComparison.Ordinal)))
            {
                terms.Add(new SearchTerm([words[i]], isPrefix));
            }
        }
    }

    private string? ReadType()
    {
        if (!_fields.TryNext(out var type))
        {
            return Invalid;
        }

        if (Ascii.EqualsIgnoreCase(type, "any") && !_dialect.IsOld)
        {
            return Set(_query with { Media = null });
        }

        if (Ascii.EqualsIgnoreCase(type, "mp3"))
        {
            return Set(_query with { Media = MediaType.Mp3 });
        }

        return ShareLine.TryMedia(type, out var media)
            ? Set(_query with { Media = media })
            : string.Create(CultureInfo.InvariantCulture, $"{LegacyText.Decode(type)}: invalid type for search");
    }

    private string? ReadBounds(out Bounds bounds)
    {
        bounds = Bounds.Any;
        if (!_fields.TryNext(out var how) || !_fields.TryNumber(out var number))
        {
            return Invalid;
        }

        if (Ascii.EqualsIgnoreCase(how, "AT LEAST"))
        {
            bounds = Bounds.Any with { Least = number };
        }
        else if (Ascii.EqualsIgnoreCase(how, "AT BEST"))
        {
            bounds = Bounds.Any with { Most = number };
        }
        else if (Ascii.EqualsIgnoreCase(how, "EQUAL TO"))
        {
            bounds = new Bounds(number, number);
        }
        else
        {
            return Invalid;
        }

        return null;
    }

    private string? Set(SearchQuery query)
    {
        _query = query;
        return null;
    }
}
