using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Napster.Client.Data;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// What strangers say at a data port, and what peers answer there. It has no end marks, so it is read at every length: what was whole or bad stays that, whatever follows. What is understood is read
/// again by patterns over text.
/// </summary>
public sealed partial class NapsterDataTarget : FuzzTarget
{
    /// <summary>Lengths at which an input is read, up to its own.</summary>
    private const int Lengths = 48;

    /// <summary>What a server may have told.</summary>
    private static readonly long?[] Expected = [null, 0, 21090, 5_000_000_000];

    public override string Name => "napster-data";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "GET", "SEND", "GETLIST", "SENDLIST", "GETbob \"\\a\\b.mp3\" 0", "SENDbob \"\\a\\b.mp3\" 4294967297", " sha256", " sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "\n", "\"", " ",
                "21090", "4294988386", "9223372036854775807", "9223372036854775808", "INVALID REQUEST", "FILE NOT SHARED", "1",
            }.Select(Encoding.UTF8.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        input = input[..Math.Min(input.Length, 2048)];
        CheckRequest(input);
        var expected = Expected[input.Length % Expected.Length];
        CheckAnswer(input, expected, asksHash: true, wasGreeted: false);
        CheckAnswer(input, expected, asksHash: false, wasGreeted: true);
    }

    private static void CheckRequest(ReadOnlySpan<byte> input)
    {
        var settled = Reading.More;
        DataRequest? first = null;
        for (var length = Math.Max(0, input.Length - Lengths); length <= input.Length; length++)
        {
            var reading = DataRequest.Read(input[..length], out var request, out var reason);
            Require(reading == Reading.Bad == reason is { Length: > 0 }, "a reason without a refusal, or none");
            Require(reading is not (Reading.Whole or Reading.Maybe) || request is not null, "a request that is none");
            if (settled is Reading.Whole or Reading.Bad)
            {
                Require(reading == settled, "what follows changes what was read");
                Require(first is null || (Same(first, request!)), "what follows changes the request");
            }

            if (reading is Reading.Whole or Reading.Maybe)
            {
                Judge(input[..length], request!);
            }

            (settled, first) = (reading, reading == Reading.Whole ? request : null);
        }
    }

    private static bool Same(DataRequest one, DataRequest other) =>
        one with { Path = null } == other with { Path = null } && (one.Path ?? []).AsSpan().SequenceEqual(other.Path);

    /// <summary>The same by a pattern over characters.</summary>
    private static void Judge(ReadOnlySpan<byte> text, DataRequest request)
    {
        var characters = Encoding.Latin1.GetString(text);
        Require(request.Nick.Length <= 64 && (request.Path?.Length ?? 0) <= 1024 && request.Number >= 0, "a field beyond its bounds");
        if (request.Kind is RequestKind.Get or RequestKind.Send)
        {
            var match = FilePattern().Match(characters);
            Require(match.Success && match.Groups["word"].Value == (request.Kind == RequestKind.Get ? "GET" : "SEND"), "a request without its fields");
            var path = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value;
            Require(path == Encoding.Latin1.GetString(request.Path!), "another path");
            Require(match.Groups["number"].Value.Length == 0 ? request.Number == 0 : decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) == request.Number, "another number");
            Require(request.WantsHash == (request.Kind == RequestKind.Get && match.Groups["tail"].Value.StartsWith(" sha256", StringComparison.Ordinal)), "the hash is wanted or not");
            var hash = HashPattern().Match(match.Groups["tail"].Value);
            Require((request.Sha256?.ToString() ?? "") == (request.Kind == RequestKind.Send && hash.Success ? hash.Groups["hash"].Value : ""), "another hash");
        }
        else
        {
            Require(characters.StartsWith(request.Kind == RequestKind.GetList ? "GETLIST" : "SENDLIST", StringComparison.Ordinal), "another word");
        }
    }

    private static void CheckAnswer(ReadOnlySpan<byte> input, long? expected, bool asksHash, bool wasGreeted)
    {
        var settled = Reading.More;
        SizeAnswer first = default;
        for (var length = Math.Max(0, Math.Min(input.Length, 300) - Lengths); length <= Math.Min(input.Length, 300); length++)
        {
            var reading = SizeAnswer.Read(input[..length], expected, asksHash, wasGreeted, out var answer);
            if (settled is Reading.Whole or Reading.Bad)
            {
                Require(reading == settled && (answer == first || answer.Refusal is not null), "what follows changes the answer");
            }

            if (reading is Reading.Whole or Reading.Maybe)
            {
                Judge(input[..length], expected, asksHash, answer);
            }

            (settled, first) = (reading, answer);
        }
    }

    private static void Judge(ReadOnlySpan<byte> text, long? expected, bool asksHash, SizeAnswer answer)
    {
        Require(answer.Size >= 0 && answer.Used >= 0 && answer.Used <= text.Length, "a size or its end beyond the text");
        var characters = Encoding.Latin1.GetString(text);
        var body = characters.TrimStart('\r', '\n');
        if (answer.Refusal is { } refusal)
        {
            Require(refusal.Length <= 200 && !char.IsAsciiDigit(body[0]), "digits are an error");
            return;
        }

        var header = characters[..answer.Used].TrimStart('\r', '\n');
        var hash = HashPattern().Match(header);
        Require((answer.Sha256 is not null) == hash.Success && (asksHash || !hash.Success), "a hash that was not told or not asked for");
        Require(!hash.Success || hash.Groups["hash"].Value == answer.Sha256.ToString() && header[^1] == '\n', "another hash");
        var digits = new string([.. header.TakeWhile(char.IsAsciiDigit)]);
        var size = answer.Size.ToString(CultureInfo.InvariantCulture);
        Require(digits == size || digits == "1" + size || decimal.Parse(digits, CultureInfo.InvariantCulture) == answer.Size, "another size");
        if (expected is { } told && body.StartsWith(told.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            Require(answer.Size == told, "the size that the server told is in front and was not taken");
        }
    }

    [GeneratedRegex("^(?<word>GET|SEND) *(?<nick>[^ ]*) +(?:\"(?<quoted>[^\"]+)\"|(?<plain>[^ \"][^ ]*) ) *(?<number>[0-9]*)(?<tail>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FilePattern();

    [GeneratedRegex("^[0-9]* sha256=(?<hash>[0-9a-f]{64})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HashPattern();
}
