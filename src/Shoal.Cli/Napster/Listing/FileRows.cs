using System.Globalization;
using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Napster.Listing;

/// <summary>Files of others, as they are listed: each with a number by which it can be fetched.</summary>
internal static class FileRows
{
    private static readonly string[] Lines = ["?", "14k", "28k", "33k", "56k", "64k", "128k", "cable", "DSL", "T1", "T3"];

    public static readonly string[] Heads = ["", "Name", "Size", "Length", "kbit/s", "Owner", "Line"];

    public static string[] Row(int number, RemoteFile file) =>
    [
        number.ToString(CultureInfo.InvariantCulture),
        file.Text,
        Sizes.Format(file.Size),
        Length(file.Duration),
        file.Bitrate > 0 ? file.Bitrate.ToString(CultureInfo.InvariantCulture) : "",
        file.Nick,
        file.Line >= 0 && file.Line < Lines.Length ? Lines[file.Line] : "?",
    ];

    public static void Write(Utf8JsonWriter json, int number, RemoteFile file)
    {
        json.WriteNumber("number", number);
        json.WriteString("owner", file.Nick);
        json.WriteString("name", file.Text);
        json.WriteBase64String("nameBytes", file.Name.Span);
        json.WriteNumber("size", file.Size);
        json.WriteNumber("bitrate", file.Bitrate);
        json.WriteNumber("frequency", file.Frequency);
        json.WriteNumber("seconds", file.Duration);
        json.WriteNumber("line", file.Line);
        json.WriteString("token", file.Token);
        if (file.Sha256 is { } hash)
        {
            json.WriteString("sha256", hash.ToString());
        }
    }

    /// <summary>"3:07", "1:02:03"; nothing where nobody knows.</summary>
    private static string Length(int seconds) => seconds == 0 ? ""
        : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
