using Shoal.Bencoding;
using Shoal.Bencoding.Oracle;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>The reader takes and refuses exactly what the slow oracle does, and sees the same in it.</summary>
public sealed class BencodeTarget : FuzzTarget
{
    private static readonly BencodeLimits Roomy = new(Depth: 24, Tokens: 100_000, Length: 1024 * 1024);
    private static readonly BencodeLimits Tight = new(Depth: 3, Tokens: 8, Length: 64);

    public override string Name => "bencode";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "d", "l", "e", "i", "0:", "1:a", "i0e", "i-0e", "i-1e", "de", "le", "9999999999:", "2147483647:", "i9223372036854775808e", "d1:a", "d0:0:" }
            .Select(System.Text.Encoding.ASCII.GetBytes), [.. Enumerable.Repeat((byte)'l', 64)]];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, [], chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        Compare(bytes, strict: true);
        Compare(bytes, strict: false);
        if (BencodeDocument.TryParse(bytes, BencodeOptions.Lenient with { Limits = Tight }, out var document, out _))
        {
            Require(document.TokenCount <= Tight.Tokens && bytes.Length <= Tight.Length, "a budget did not hold");
        }
    }

    private static void Compare(byte[] bytes, bool strict)
    {
        var expected = NaiveBencode.Decode(bytes, strict, Roomy.Depth);
        if (strict && expected?.Used != bytes.Length)
        {
            expected = null;
        }

        var options = (strict ? BencodeOptions.Strict : BencodeOptions.Lenient) with { Limits = Roomy };
        var isRead = BencodeDocument.TryParse(bytes, options, out var document, out var error);
        Require(isRead == expected.HasValue, $"the oracle says {expected.HasValue}, the reader {isRead}: {error}");
        Require(error.Offset >= 0 && error.Offset <= bytes.Length, "an error lies outside of the input");
        if (document is not null)
        {
            Require(document.Used == expected!.Value.Used, "the oracle uses another number of bytes");
            var encoded = NaiveBencode.Encode(BencodeModel.From(document.Root));
            Require(encoded.AsSpan().SequenceEqual(NaiveBencode.Encode(expected.Value.Value)), "the oracle reads another value");
            Require(encoded.AsSpan().SequenceEqual(document.Root.RawBytes.Span), "the raw bytes are not those of the value");
        }
    }
}
