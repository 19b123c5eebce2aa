using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Shoal.Metainfo;

namespace Shoal.Catalog.Exchange;

/// <summary>
/// A file as an object of JSON on one line: owner, path, text and size, and what else is known. Bytes are text where they are UTF-8, else base64 in a member whose name ends with 64; hashes
/// are hexadecimal, days as 2026-12-31.
/// </summary>
internal static class FileLine
{
    private const string Day = "yyyy-MM-dd";

    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    public static void Write(Utf8JsonWriter writer, in KeptFile kept)
    {
        var file = kept.File;
        writer.WriteStartObject();
        writer.WriteNumber("owner"u8, kept.Owner.Value);
        WriteBytes(writer, "path", file.Path.Span);
        writer.WriteString("text"u8, file.Text);
        writer.WriteNumber("size"u8, file.Size);
        writer.WriteString("media"u8, NameOf(file.Media));
        WriteNumber(writer, "bitrate", file.Bitrate);
        WriteNumber(writer, "frequency", file.Frequency);
        WriteNumber(writer, "duration", file.Duration);
        WriteBytes(writer, "token", file.Token.Span);
        WriteText(writer, "artist", file.Artist);
        WriteText(writer, "title", file.Title);
        WriteText(writer, "album", file.Album);
        WriteText(writer, "sha256", file.Sha256?.ToString());
        WriteText(writer, "root", file.Root?.ToString());
        WriteText(writer, "infoHash", file.InfoHash?.ToString());
        writer.WriteString("seen"u8, kept.Seen.UtcDateTime.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>Reads a line, whatever it is.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="today">When the file was seen where the line does not say, or says later.</param>
    /// <param name="kept">The file.</param>
    /// <param name="reason">Why it is none; part of a sentence.</param>
    public static bool TryRead(ReadOnlyMemory<byte> line, DateTimeOffset today, out KeptFile kept, [NotNullWhen(false)] out string? reason)
    {
        kept = default;
        if (!Utf8.IsValid(line.Span))
        {
            reason = "it is not UTF-8";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(line, _strict);
            var members = new MemberReader(document.RootElement);
            kept = Read(members, today);
            reason = members.Reason;
            return reason is null;
        }
        catch (JsonException)
        {
            reason = "it is no object of JSON, or has a member twice";
            return false;
        }
        catch (InvalidOperationException)
        {
            // Nothing but this makes a text that is no string: an escape that is half of a pair.
            reason = "a text has half of a character";
            return false;
        }
    }

    private static KeptFile Read(MemberReader members, DateTimeOffset today)
    {
        var owner = new OwnerId((int)members.Number("owner", 1, int.MaxValue, isRequired: true));
        var file = new SharedFile
        {
            Path = members.Bytes("path", isRequired: true),
            Text = members.Text("text", isRequired: true) ?? "",
            Size = members.Number("size", 0, long.MaxValue, isRequired: true),
            Media = members.Media("media"),
            Bitrate = (int)members.Number("bitrate", 0, int.MaxValue),
            Frequency = (int)members.Number("frequency", 0, int.MaxValue),
            Duration = (int)members.Number("duration", 0, int.MaxValue),
            Token = members.Bytes("token"),
            Artist = members.Text("artist"),
            Title = members.Text("title"),
            Album = members.Text("album"),
            Sha256 = members.Hash("sha256", Sha256Hash.Length) is { } sha256 ? new Sha256Hash(sha256) : null,
            Root = members.Hash("root", Sha256Hash.Length) is { } root ? new Sha256Hash(root) : null,
            InfoHash = members.Hash("infoHash", Sha1Hash.Length) is { } infoHash ? new Sha1Hash(infoHash) : null,
        };
        var seen = members.Day("seen", Day) ?? today;
        members.RefuseOthers();
        return new KeptFile(owner, file, seen < today ? seen : today);
    }

    public static string NameOf(MediaType media) => media switch
    {
        MediaType.Mp3 => "mp3",
        MediaType.Audio => "audio",
        MediaType.Video => "video",
        MediaType.Application => "application",
        MediaType.Image => "image",
        MediaType.Text => "text",
        _ => throw new ArgumentOutOfRangeException(nameof(media), media, null),
    };

    private static void WriteNumber(Utf8JsonWriter writer, string name, int value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            writer.WriteBase64String(name + "64", bytes);
        }
        else if (!bytes.IsEmpty || string.Equals(name, "path", StringComparison.Ordinal))
        {
            writer.WriteString(name, bytes);
        }
    }
}
