using System.Text;
using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Sharing;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// Lines that tell of shared files, one and many: what is taken can be told again by the same words and reads the same, no path leaves its bounds, and what follows a file's fields is the next
/// file's.
/// </summary>
public sealed class NapsterShareTarget : FuzzTarget
{
    private readonly ShareLine _line = new(Dialect.Shoal);
    private readonly ShareLine _old = new(Dialect.OpenNapNg);

    public override string Name => "napster-share";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "\"", "\" ", "\\", "/", "\"\\music\\a.mp3\" 0123456789abcdef0123456789abcdef 4000000 128 44100 200", " sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", " root=",
                " btih=da39a3ee5e6b4b0d3255bfef95601890afd80709", " artist=\"A B\"", " title=T", " album=\"\"", " 4294967296 ", " 9223372036854775807 ", " -1 ", " application", " video", "é", "=", " ",
            }.Select(Encoding.UTF8.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var fields = new Fields(input);
        if (_line.Read(ref fields, default, out var refusal) is { } file)
        {
            Require(refusal is null, "a file is taken and refused");
            Check(file);
            var again = new Fields(Encoding.Latin1.GetBytes(Tell(file)));
            var same = _line.Read(ref again, default, out _);
            Require(same is not null && again.IsEmpty && string.Equals(Tell(same!), Tell(file), StringComparison.Ordinal), "told again it is another file");
            Require(string.Equals(same!.Text, file.Text, StringComparison.Ordinal), "told again it has other words");
        }
        else
        {
            Require(refusal is { Length: > 0 }, "a file is refused without a reason");
        }

        fields = new Fields(input);
        if (_old.ReadTyped(ref fields, out _) is { } typed)
        {
            Check(typed);
            Require(typed.Media != MediaType.Mp3 && typed.Size <= uint.MaxValue && typed.Token.Length <= 32, "an old server keeps more than it can");
        }

        CheckBatch(input);
    }

    private void CheckBatch(ReadOnlySpan<byte> input)
    {
        var fields = new Fields(input);
        if (!fields.TryNext(out var folder))
        {
            return;
        }

        for (var left = fields.Rest.Length; !fields.IsEmpty && _line.Read(ref fields, folder, out _) is { } file; left = fields.Rest.Length)
        {
            Require(fields.Rest.Length < left, "a file is read from nothing");
            Require(file.Path.Span.StartsWith(folder), "a file is not in its folder");
            Check(file);
        }
    }

    private static void Check(SharedFile file)
    {
        Require(file.Path.Length is >= 1 and <= 1024 && !file.Path.Span.Contains((byte)'"') && !file.Path.Span.ContainsAnyInRange((byte)0, (byte)31), "a path that cannot be told");
        Require(file.Size >= 0 && file.Bitrate >= 0 && file.Frequency >= 0 && file.Duration >= 0, "a number below zero");
        Require(file.Token.Length is >= 1 and <= 64 && !file.Token.Span.ContainsAny("\" "u8), "a token that cannot be told");
    }

    private static string Tell(SharedFile file)
    {
        var text = new StringBuilder($"\"{Encoding.Latin1.GetString(file.Path.Span)}\" \"{Encoding.Latin1.GetString(file.Token.Span)}\" {file.Size} {file.Bitrate} {file.Frequency} {file.Duration}");
        void Add(string key, string? value) => text.Append(value is null ? "" : $" {key}=\"{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value))}\"");
        Add("sha256", file.Sha256?.ToString());
        Add("root", file.Root?.ToString());
        Add("btih", file.InfoHash?.ToString());
        Add("artist", file.Artist);
        Add("title", file.Title);
        Add("album", file.Album);
        return text.ToString();
    }
}
