using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Napster.Listing;

/// <summary>What is looked for, as it is typed: words, and ranges such as 192-, -2G, 100M-2G.</summary>
internal sealed class SearchOptions
{
    private readonly Argument<string[]> _words = new("WORDS")
    {
        Description = "The words to look for, which must all be in the name; -word must not, wor* begins so, \"two words\" in this order where the server can",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _type = new("--type") { Description = "What kind of file; any unless given", HelpName = "mp3|audio|video|image|text|application|any" };
    private readonly Option<string?> _bitrate = Range("--bitrate", "kbit/s, from-to: 192-, 128-320");
    private readonly Option<string?> _size = Range("--size", "Bytes, from-to: 1M-, -2G, 100M-700M");
    private readonly Option<string?> _duration = Range("--duration", "Seconds, from-to: 60-600");
    private readonly Option<string?> _frequency = Range("--frequency", "Hertz, from-to: 44100-");
    private readonly Option<string?> _line = Range("--line", "The owner's line, from-to: 0 unknown, 4 a modem, 7 cable, 8 DSL, 10 the fastest");

    public SearchOptions() => _type.AcceptOnlyFromAmong("mp3", "audio", "video", "image", "text", "application", "any");

    public IEnumerable<Symbol> Symbols => [_words, _type, _bitrate, _size, _duration, _frequency, _line];

    public FileSearch Read(ParseResult parsed) => new()
    {
        // What the shell gave as one word with spaces was in quotation marks.
        Words = string.Join(' ', parsed.GetRequiredValue(_words).Select(static word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word)),
        Type = parsed.GetValue(_type),
        Bitrate = RangeOf(parsed.GetValue(_bitrate)),
        Size = RangeOf(parsed.GetValue(_size)),
        Duration = RangeOf(parsed.GetValue(_duration)),
        Frequency = RangeOf(parsed.GetValue(_frequency)),
        Line = RangeOf(parsed.GetValue(_line)),
    };

    private static Option<string?> Range(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "RANGE" };
        option.Validators.Add(static result => OptionChecks.CheckEach(result, static text => TryRange(text, out _), static text => $"'{text}' is no range: give one such as 192- or -2G or 100M-700M"));
        return option;
    }

    private static NumberRange RangeOf(string? text) => text is not null && TryRange(text, out var range) ? range : default;

    private static bool TryRange(string text, out NumberRange range)
    {
        range = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        long? least = null, most = null;
        if (from.Length > 0)
        {
            if (!Sizes.TryParse(from, out var number))
            {
                return false;
            }

            least = number;
        }

        if (to.Length > 0)
        {
            if (!Sizes.TryParse(to, out var number))
            {
                return false;
            }

            most = number;
        }

        range = new NumberRange(least, most);
        return (least ?? most) is not null && !(least > most);
    }
}
