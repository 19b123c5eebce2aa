using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shoal.Catalog;
using Shoal.Catalog.Exchange;

namespace Shoal.Fuzz.Targets;

/// <summary>Lines of an import: each is a file within its bounds that says the same when it is written and read again, or is refused with a reason. Lines are those of a plain split.</summary>
public sealed class CatalogImportTarget : FuzzTarget
{
    private static readonly DateTimeOffset _today = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public override string Name => "catalog-import";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "\"owner\":", "\"path\":\"", "\"path64\":\"", "\"text\":\"", "\"size\":", "\"media\":\"", "\"token\":\"", "\"token64\":\"", "\"seen\":\"0001-01-01\"", "\"sha256\":\"", "\"bitrate\":",
                ",\"infoHash\":\"", "\\ud800", "\\u0000", "\\\"", "9223372036854775807", "2147483648", "-1", "1e3", "null", "[", "{", "}", "\n", "\"video\"", "wv8=",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var reader = new LineReader(new MemoryStream(bytes));
        var lines = new List<byte[]>();
        while (reader.Next())
        {
            lines.Add(reader.Line.ToArray());
            RunLine(lines[^1]);
        }

        var split = Encoding.Latin1.GetString(bytes).Split('\n').ToList();
        if (split[^1].Length == 0)
        {
            split.RemoveAt(split.Count - 1);
        }

        Require(split.SequenceEqual(lines.Select(Encoding.Latin1.GetString)), "the lines are others");
    }

    private static void RunLine(byte[] line)
    {
        if (!FileLine.TryRead(line, _today, out var kept, out var reason))
        {
            Require(reason.Length > 0, "a refusal has no reason");
            return;
        }

        var file = kept.File;
        Require(kept.Owner.Value >= 1 && kept.Seen <= _today && Enum.IsDefined(file.Media), "its owner, its day or its kind is none");
        Require(file.Size >= 0 && file.Bitrate >= 0 && file.Frequency >= 0 && file.Duration >= 0, "a number is below zero");
        RequireSaid(line, kept);
        var written = Write(kept);
        Require(FileLine.TryRead(written, _today, out var again, out reason), $"what was written is refused: {reason}");
        Require(again.Owner == kept.Owner && again.Seen.Date == kept.Seen.Date, "the owner or the day changed");
        Require(again.File.Path.Span.SequenceEqual(file.Path.Span) && again.File.Token.Span.SequenceEqual(file.Token.Span), "the path or the token changed");
        Require(again.File with { Path = file.Path, Token = file.Token } == file, "the file changed");
        Require(Write(again).AsSpan().SequenceEqual(written), "it is written in another way the second time");
    }

    /// <summary>What it says, asked of another reader.</summary>
    private static void RequireSaid(byte[] line, KeptFile kept)
    {
        var root = JsonNode.Parse(line)!.AsObject();
        Require(root["owner"]!.GetValue<long>() == kept.Owner.Value && root["size"]!.GetValue<long>() == kept.File.Size, "the owner or the size is another");
        Require(string.Equals(root["text"]!.GetValue<string>(), kept.File.Text, StringComparison.Ordinal), "the text is another");
        var path = root["path64"] is { } base64 ? Convert.FromBase64String(base64.GetValue<string>()) : Encoding.UTF8.GetBytes(root["path"]!.GetValue<string>());
        Require(kept.File.Path.Span.SequenceEqual(path), "the path is another");
    }

    private static byte[] Write(in KeptFile kept)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            FileLine.Write(writer, kept);
        }

        return stream.ToArray();
    }
}
