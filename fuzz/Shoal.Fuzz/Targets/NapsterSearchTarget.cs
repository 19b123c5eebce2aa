using System.Globalization;
using System.Text;
using Shoal.Catalog;
using Shoal.Catalog.Searching;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Searching;

namespace Shoal.Fuzz.Targets;

/// <summary>Searches as clients write them, read here a second time as a list of fields.</summary>
public sealed class NapsterSearchTarget : FuzzTarget
{
    private const int Most = 100;

    public override string Name => "napster-search";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "FILENAME CONTAINS ", "FILENAME EXCLUDES ", "FILENAME PHRASE ", "MAX_RESULTS ", "TYPE any", "TYPE mp3", "TYPE video", "LINESPEED ", "BITRATE ", "FREQ ", "SIZE ", "DURATION ", "\"AT LEAST\" ", "\"AT BEST\" ",
                "\"EQUAL TO\" ", "LOCAL_ONLY ", "LOCAL ", "WMA-FILE ", "CURSOR \"\" ", "\"", "\"foo -bar baz*\" ", "9223372036854775807 ", "128 ", "\"128\" ", "-", "*", " ",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        foreach (var dialect in new[] { Dialect.Shoal, Dialect.OpenNap036 })
        {
            var query = SearchRequest.Read(input, dialect, Most, out var wantsCursor, out var refusal);
            Require(query is null || refusal is null, "a search is read and refused");
            var expected = Expect(FieldsOf(input), dialect.IsOld);
            Require(expected is null == query is null, $"a search is {(query is null ? "refused" : "taken")}: {refusal}");
            if (query is not null)
            {
                Check(query, wantsCursor, expected!);
            }
        }
    }

    private static void Check(SearchQuery query, bool wantsCursor, Dictionary<string, string> expected)
    {
        Require(query.Most is >= 1 and <= Most, "more hits than there may be");
        Require(query.All.Count > 0 && query.All.Count + query.None.Count <= SearchQuery.MostTerms, "too many words, or none");
        Require(query.All.Concat(query.None).All(static term => term.Words.Count > 0 && term.Words.All(static word => IsWord(word))), "a word is none");
        var said = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["all"] = string.Join('|', query.All.Select(static term => string.Join(' ', term.Words) + (term.IsPrefix ? "*" : "")).Order(StringComparer.Ordinal)),
            ["none"] = string.Join('|', query.None.Select(static term => string.Join(' ', term.Words)).Order(StringComparer.Ordinal)),
            ["media"] = query.Media?.ToString() ?? "any",
            ["most"] = query.Most.ToString(CultureInfo.InvariantCulture),
            ["bounds"] = $"{query.Speed} {query.Bitrate} {query.Frequency} {query.Size} {query.Duration}",
            ["cursor"] = wantsCursor ? query.After ?? "" : "-",
        };
        foreach (var (name, value) in said)
        {
            Require(string.Equals(value, expected[name], StringComparison.Ordinal), $"{name} is '{value}' and not '{expected[name]}'");
        }
    }

    private static bool IsWord(string word) => Catalog.Searching.Words.Of(word) is [var same] && string.Equals(same, word, StringComparison.Ordinal);

    /// <summary>Fields, each with whether it was quoted, by plain string handling.</summary>
    private static Queue<string> FieldsOf(ReadOnlySpan<byte> input)
    {
        var fields = new Queue<string>();
        var text = Encoding.Latin1.GetString(input);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            var isQuoted = text[at] == '"';
            var start = isQuoted ? at + 1 : at;
            var end = text.IndexOf(isQuoted ? '"' : ' ', start);
            end = end < 0 ? text.Length : end;
            fields.Enqueue(text[start..end]);
            at = end + 1;
        }

        return fields;
    }

    /// <summary>Null: it is no search, or one of nothing.</summary>
    private static Dictionary<string, string>? Expect(Queue<string> fields, bool isOld)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        List<string> phrases = [];
        var none = new SortedSet<string>(StringComparer.Ordinal);
        var bounds = new Dictionary<string, Bounds>(StringComparer.Ordinal) { ["LINESPEED"] = Bounds.Any, ["BITRATE"] = Bounds.Any, ["FREQ"] = Bounds.Any, ["SIZE"] = Bounds.Any, ["DURATION"] = Bounds.Any };
        var (media, most, cursor) = ("Mp3", Most, "-");
        while (fields.TryDequeue(out var keyword))
        {
            var clause = keyword.ToUpperInvariant();
            if (isOld && clause is ("SIZE" or "DURATION" or "CURSOR" or "LOCAL" or "LOCAL_ONLY"))
            {
                return null;
            }

            switch (clause)
            {
                case "LOCAL" or "LOCAL_ONLY":
                    continue;
                case "FILENAME" when fields.TryDequeue(out var how) && fields.TryDequeue(out var text):
                    var decoded = LegacyText.Decode(Encoding.Latin1.GetBytes(text));
                    switch (how.ToUpperInvariant())
                    {
                        case "CONTAINS":
                            foreach (var piece in decoded.Split(' '))
                            {
                                (piece.StartsWith('-') ? none : all).UnionWith(Pieces(piece, isOld));
                            }

                            continue;
                        case "EXCLUDES":
                            none.UnionWith(Pieces(decoded, isOld));
                            continue;
                        case "PHRASE" when !isOld:
                            phrases.AddRange(Catalog.Searching.Words.Of(decoded) is { Count: > 0 } words ? [string.Join(' ', words)] : []);
                            continue;
                        default:
                            return null;
                    }

                case "MAX_RESULTS" when Number(fields) is { } number:
                    most = number == 0 ? most : (int)Math.Min(number, most);
                    continue;
                case "TYPE" when fields.TryDequeue(out var type):
                    var name = Enum.GetNames<MediaType>().FirstOrDefault(each => each.Equals(type, StringComparison.OrdinalIgnoreCase));
                    media = name ?? (type.Equals("any", StringComparison.OrdinalIgnoreCase) && !isOld ? "any" : "");
                    if (media.Length == 0)
                    {
                        return null;
                    }

                    continue;
                case "CURSOR" when fields.TryDequeue(out var after):
                    cursor = LegacyText.Decode(Encoding.Latin1.GetBytes(after));
                    continue;
                case var known when bounds.ContainsKey(known) && fields.TryDequeue(out var comparison) && Number(fields) is { } value:
                    if (comparison.ToUpperInvariant() is not ("AT LEAST" or "AT BEST" or "EQUAL TO"))
                    {
                        return null;
                    }

                    var least = comparison.Equals("AT BEST", StringComparison.OrdinalIgnoreCase) ? long.MinValue : value;
                    var largest = comparison.Equals("AT LEAST", StringComparison.OrdinalIgnoreCase) ? long.MaxValue : value;
                    bounds[known] = new Bounds(Math.Max(bounds[known].Least, least), Math.Min(bounds[known].Most, largest));
                    continue;
                default:
                    return null;
            }
        }

        List<string> wanted = [.. all, .. phrases];
        // The same excluded word with and without a star is two terms that read alike here.
        return wanted.Count == 0 || wanted.Count + none.Count > SearchQuery.MostTerms ? null : new(StringComparer.Ordinal)
        {
            ["all"] = string.Join('|', wanted.Order(StringComparer.Ordinal)),
            ["none"] = string.Join('|', none.Select(static word => word.TrimEnd('*')).Order(StringComparer.Ordinal)),
            ["media"] = media,
            ["most"] = most.ToString(CultureInfo.InvariantCulture),
            ["bounds"] = $"{bounds["LINESPEED"]} {bounds["BITRATE"]} {bounds["FREQ"]} {bounds["SIZE"]} {bounds["DURATION"]}",
            ["cursor"] = cursor,
        };
    }

    private static IEnumerable<string> Pieces(string piece, bool isOld)
    {
        var words = Catalog.Searching.Words.Of(piece);
        return words.Select((word, i) => i == words.Count - 1 && piece.EndsWith('*') && !isOld ? word + "*" : word);
    }

    private static long? Number(Queue<string> fields) =>
        fields.TryDequeue(out var field) && long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
}
