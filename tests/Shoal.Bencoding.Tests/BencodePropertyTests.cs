using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Bencoding.Oracle;

namespace Shoal.Bencoding.Tests;

public sealed class BencodePropertyTests
{
    private static readonly BencodeLimits Roomy = new(16, 100_000, 1_000_000);

    /// <summary>Reads one input after the other: none may leave anything behind for the next.</summary>
    private readonly BencodeDocument _reused = new();

    [Fact]
    public void What_is_written_is_what_the_oracle_writes_and_reads_back_as_it_was() => Check(Values(4), value =>
    {
        var encoded = NaiveBencode.Encode(value);
        Assert.Equal(encoded, BencodeModel.Write(value));
        Assert.True(BencodeDocument.TryParse(encoded, BencodeOptions.Strict with { Limits = Roomy }, out var document, out var error), error.ToString());
        Assert.Equal(encoded, NaiveBencode.Encode(BencodeModel.From(document.Root)));
        Assert.Equal(encoded, document.Root.RawBytes.ToArray());
    });

    [Fact]
    public void Mutated_input_is_read_as_the_oracle_reads_it() => Check(
        from value in Values(3)
        from at in Gen.Choose(0, 1000)
        from with in Gen.Elements("0123456789:-dleia\0"u8.ToArray())
        from how in Gen.Choose(0, 3)
        select (value, at, with, how),
        sample =>
        {
            var bytes = NaiveBencode.Encode(sample.value).ToList();
            var at = sample.at % bytes.Count;
            switch (sample.how)
            {
                case 0: bytes[at] = sample.with; break;
                case 1: bytes.Insert(at, sample.with); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes.Add(sample.with); break;
            }

            Agree([.. bytes], strict: true);
            Agree([.. bytes], strict: false);
        });

    [Fact]
    public void Random_bytes_of_the_alphabet_are_read_as_the_oracle_reads_them() =>
        Check(Gen.ArrayOf(Gen.Elements("0123:-dleia"u8.ToArray())), bytes =>
        {
            Agree(bytes, strict: true);
            Agree(bytes, strict: false);
        });

    [Fact]
    public void A_prefix_of_a_value_is_never_a_value_and_is_called_incomplete() => Check(Values(3), value =>
    {
        var encoded = NaiveBencode.Encode(value);
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.False(BencodeDocument.TryParse(encoded.AsMemory(0, length), BencodeOptions.Lenient, out _, out var error));
            Assert.Equal(BencodeFault.Incomplete, error.Fault);
        }
    });

    [Fact]
    public void A_value_with_bytes_behind_it_is_read_as_a_prefix() => Check(Values(3), value =>
    {
        var encoded = NaiveBencode.Encode(value);
        Assert.True(BencodeDocument.TryParsePrefix((byte[])[.. encoded, .. encoded], BencodeOptions.Strict, out var document, out var used, out _));
        Assert.Equal(encoded.Length, used);
        Assert.Equal(encoded, document.Root.RawBytes.ToArray());
    });

    private void Agree(byte[] bytes, bool strict)
    {
        var expected = NaiveBencode.Decode(bytes, strict, Roomy.Depth);
        if (strict && expected?.Used != bytes.Length)
        {
            expected = null;
        }

        var options = (strict ? BencodeOptions.Strict : BencodeOptions.Lenient) with { Limits = Roomy };
        var read = BencodeDocument.TryParse(bytes, options, out var document, out var error);
        Assert.Equal(expected is not null, read);
        Assert.InRange(error.Offset, 0, bytes.Length);
        Assert.Equal((read, error), (_reused.TryRead(bytes, options, out var again), again));
        if (document is not null)
        {
            Assert.Equal(expected!.Value.Used, document.Used);
            Assert.Equal(NaiveBencode.Encode(expected.Value.Value), NaiveBencode.Encode(BencodeModel.From(document.Root)));
            Assert.Equal(NaiveBencode.Encode(expected.Value.Value), NaiveBencode.Encode(BencodeModel.From(_reused.Root)));
        }
    }

    private static void Check<T>(Gen<T> gen, Action<T> property) =>
        Prop.ForAll(gen.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<object> Values(int depth)
    {
        var bytes = from length in Gen.Choose(0, 12) from b in Gen.ArrayOf(Gen.Choose(0, 255), length) select b.Select(i => (byte)i).ToArray();
        var leaf = Gen.OneOf(
            from b in bytes select (object)b,
            from high in Gen.Choose(int.MinValue, int.MaxValue)
            from low in Gen.Choose(int.MinValue, int.MaxValue)
            from small in Gen.Elements(true, false)
            select (object)new BigInteger(small ? low % 10 : ((long)high << 32) | (uint)low));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Values(depth - 1);
        var items = from count in Gen.Choose(0, 4) from list in Gen.ListOf(inner, count) select list;
        return Gen.Frequency(
            (2, leaf),
            (1, from list in items select (object)list.ToList()),
            (2, from list in items
                from keys in Gen.ListOf(bytes, list.Count)
                select (object)keys.Zip(list, (key, value) => new KeyValuePair<byte[], object>(key, value))
                    .DistinctBy(pair => Convert.ToHexString(pair.Key)).OrderBy(pair => Convert.ToHexString(pair.Key), StringComparer.Ordinal).ToList()));
    }
}
