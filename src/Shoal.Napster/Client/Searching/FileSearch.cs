using System.Globalization;
using System.Text;
using Shoal.Napster.Client.Sessions;

namespace Shoal.Napster.Client.Searching;

/// <summary>What is looked for.</summary>
public sealed record FileSearch
{
    /// <summary>Words that all must be there; "-word" must not, "wor*" begins so, "…" in quotation marks in this order.</summary>
    public required string Words { get; init; }

    /// <summary>mp3, audio, video, application, image, text or any; null: any.</summary>
    public string? Type { get; init; }

    /// <summary>kbit/s.</summary>
    public NumberRange Bitrate { get; init; }

    /// <summary>Hertz.</summary>
    public NumberRange Frequency { get; init; }

    /// <summary>The owner's line.</summary>
    public NumberRange Line { get; init; }

    /// <summary>Bytes.</summary>
    public NumberRange Size { get; init; }

    /// <summary>Seconds.</summary>
    public NumberRange Duration { get; init; }

    /// <summary>Hits at most.</summary>
    public int Most { get; init; } = 100;

    /// <summary>The clauses of message 200, such as a server of this kind takes them. What it does not take is filtered here, by <see cref="Admits"/>.</summary>
    internal string Clauses(ServerKind kind)
    {
        var text = new StringBuilder();
        var contains = new List<string>();
        foreach (var (term, isPhrase) in SearchText.Parts(Words))
        {
            if (isPhrase && kind.IsOurs())
            {
                text.Append(CultureInfo.InvariantCulture, $"FILENAME PHRASE \"{term}\" ");
            }
            else
            {
                contains.Add(kind.IsOurs() ? term : term.Replace("*", "", StringComparison.Ordinal));
            }
        }

        text.Insert(0, $"FILENAME CONTAINS \"{string.Join(' ', contains)}\" ");
        text.Append(CultureInfo.InvariantCulture, $"MAX_RESULTS {Most}");
        if (kind.KnowsTypes())
        {
            text.Append(CultureInfo.InvariantCulture, $" TYPE {Type ?? "any"}");
        }

        Append(text, "BITRATE", Bitrate);
        Append(text, "FREQ", Frequency);
        Append(text, "LINESPEED", Line);
        if (kind.KnowsTypes())
        {
            Append(text, "SIZE", Size);
            Append(text, "DURATION", Duration);
        }

        return text.ToString();
    }

    /// <summary>The numbers are within what is asked for. What nobody knows of a file does not keep it out.</summary>
    internal bool Admits(RemoteFile file) => Size.Admits(file.Size) && (file.Duration == 0 || Duration.Admits(file.Duration)) && (file.Bitrate == 0 || Bitrate.Admits(file.Bitrate))
        && (file.Frequency == 0 || Frequency.Admits(file.Frequency));

    private static void Append(StringBuilder text, string name, NumberRange range)
    {
        if (range.Least == range.Most && range.Least is { } exact)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name} \"EQUAL TO\" \"{exact}\"");
            return;
        }

        if (range.Least is { } least)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name} \"AT LEAST\" \"{least}\"");
        }

        if (range.Most is { } most)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name} \"AT BEST\" \"{most}\"");
        }
    }
}
