using System.Globalization;
using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Napster.Listing;

/// <summary>Files of others, as they are listed: each with a number by which it can be fetched.</summary>
internal static class FileRows
{
    private static readonly string[] Lines = ["?", "14k", "28k", "33k", "56k", "64k", "128k", "cable", "DSL", "T1", "T3"];

    private static readonly Table Table = new(
        new TableColumn("", IsNumber: true), new TableColumn("Name", IsCut: true), new TableColumn("Size", IsNumber: true), new TableColumn("Length", IsNumber: true),
        new TableColumn("kbit/s", IsNumber: true), new TableColumn("Owner"), new TableColumn("Line"));

    /// <summary>All of a list, the first with the number 1: in columns on a terminal, with bytes and seconds in a pipe.</summary>
    public static void Write(IReadOnlyList<RemoteFile> files, Output output)
    {
        if (files.Count > 0 && !output.Json)
        {
            Table.Write([.. files.Select((file, i) => Row(i + 1, file, isForPeople: output.IsOutTerminal))], output);
        }

        foreach (var (i, file) in files.Index())
        {
            output.JsonLine(json => Write(json, i + 1, file));
        }
    }

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

    /// <summary>For people, or for their programs.</summary>
    public static string[] Row(int number, RemoteFile file, bool isForPeople) =>
    [
        Text(number),
        file.Text,
        isForPeople ? Sizes.Format(file.Size) : Text(file.Size),
        isForPeople ? Length(file.Duration) : Text(file.Duration),
        isForPeople && file.Bitrate == 0 ? "" : Text(file.Bitrate),
        file.Nick,
        file.Line >= 0 && file.Line < Lines.Length ? Lines[file.Line] : "?",
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>"3:07", "1:02:03"; nothing where nobody knows.</summary>
    private static string Length(int seconds) => seconds == 0 ? ""
        : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
