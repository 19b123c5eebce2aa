using System.Text.Json;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Wishes;

namespace Shoal.Napster.Client.Saving;

/// <summary>Searches that go on, as they are kept on disk.</summary>
internal static class SavedWishes
{
    public static void Write(Utf8JsonWriter json, IEnumerable<WishEntry> wishes)
    {
        foreach (var wish in wishes)
        {
            json.WriteStartObject();
            json.WriteString("name", wish.Name);
            json.WriteString("words", wish.Search.Words);
            Text(json, "type", wish.Search.Type);
            Text(json, "folder", wish.Folder);
            Range(json, "bitrate", wish.Search.Bitrate);
            Range(json, "frequency", wish.Search.Frequency);
            Range(json, "line", wish.Search.Line);
            Range(json, "size", wish.Search.Size);
            Range(json, "duration", wish.Search.Duration);
            json.WriteStartArray("seen");
            foreach (var seen in wish.Seen)
            {
                json.WriteStringValue(seen);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    public static IEnumerable<WishEntry> Read(byte[]? bytes)
    {
        foreach (var each in SavedElements.Of(bytes))
        {
            if (each.Text("name") is { Length: > 0 } name && each.Text("words") is { Length: > 0 } words)
            {
                var search = new FileSearch
                {
                    Words = words,
                    Type = each.Text("type"),
                    Bitrate = Range(each, "bitrate"),
                    Frequency = Range(each, "frequency"),
                    Line = Range(each, "line"),
                    Size = Range(each, "size"),
                    Duration = Range(each, "duration"),
                };
                var wish = new WishEntry(name, search, each.Text("folder"));
                if (each.TryGetProperty("seen", out var seen) && seen.ValueKind == JsonValueKind.Array)
                {
                    foreach (var one in seen.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String))
                    {
                        wish.See(one.GetString()!);
                    }
                }

                yield return wish;
            }
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Range(Utf8JsonWriter json, string name, NumberRange range)
    {
        if (range.Least is { } least)
        {
            json.WriteNumber(name + "Least", least);
        }

        if (range.Most is { } most)
        {
            json.WriteNumber(name + "Most", most);
        }
    }

    private static NumberRange Range(JsonElement element, string name) => new(element.Number(name + "Least"), element.Number(name + "Most"));
}
