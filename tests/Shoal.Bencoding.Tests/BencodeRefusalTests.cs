using System.Diagnostics;
using System.Text;

namespace Shoal.Bencoding.Tests;

public sealed class BencodeRefusalTests
{
    [Theory]
    [InlineData("", BencodeFault.Incomplete, 0)]
    [InlineData("i", BencodeFault.Incomplete, 1)]
    [InlineData("i12", BencodeFault.Incomplete, 3)]
    [InlineData("ie", BencodeFault.MalformedInteger, 1)]
    [InlineData("i-e", BencodeFault.MalformedInteger, 2)]
    [InlineData("i-0e", BencodeFault.MalformedInteger, 2)]
    [InlineData("i03e", BencodeFault.MalformedInteger, 1)]
    [InlineData("i-03e", BencodeFault.MalformedInteger, 2)]
    [InlineData("i+3e", BencodeFault.MalformedInteger, 1)]
    [InlineData("i 3e", BencodeFault.MalformedInteger, 1)]
    [InlineData("i3.0e", BencodeFault.MalformedInteger, 1)]
    [InlineData("5:spam", BencodeFault.Incomplete, 2)]
    [InlineData("5", BencodeFault.Incomplete, 1)]
    [InlineData("05:spam!", BencodeFault.MalformedLength, 2)]
    [InlineData("00:", BencodeFault.MalformedLength, 2)]
    [InlineData("4;spam", BencodeFault.MalformedLength, 1)]
    [InlineData("2147483648:", BencodeFault.TooLong, 11)]
    [InlineData("9999999999:", BencodeFault.TooLong, 11)]
    [InlineData("10000000000:", BencodeFault.MalformedLength, 11)]
    [InlineData("-1:a", BencodeFault.UnexpectedByte, 0)]
    [InlineData("e", BencodeFault.UnexpectedByte, 0)]
    [InlineData("x", BencodeFault.UnexpectedByte, 0)]
    [InlineData(" i3e", BencodeFault.UnexpectedByte, 0)]
    [InlineData("l", BencodeFault.Incomplete, 1)]
    [InlineData("lx", BencodeFault.UnexpectedByte, 1)]
    [InlineData("d", BencodeFault.Incomplete, 1)]
    [InlineData("di1ei2ee", BencodeFault.KeyNotString, 1)]
    [InlineData("dlei2ee", BencodeFault.KeyNotString, 1)]
    [InlineData("d1:ae", BencodeFault.KeyWithoutValue, 4)]
    [InlineData("d1:ai1e1:be", BencodeFault.KeyWithoutValue, 10)]
    [InlineData("d1:bi1e1:ai2ee", BencodeFault.UnsortedKeys, 7)]
    [InlineData("d2:aai1e1:ai2ee", BencodeFault.UnsortedKeys, 8)]
    [InlineData("d1:ai1e1:ai2ee", BencodeFault.DuplicateKey, 7)]
    [InlineData("i1ei2e", BencodeFault.TrailingBytes, 3)]
    [InlineData("le\n", BencodeFault.TrailingBytes, 2)]
    public void Strict_refuses_with_the_reason_and_the_byte(string input, BencodeFault fault, int offset)
    {
        Assert.False(BencodeDocument.TryParse(Encoding.ASCII.GetBytes(input), BencodeOptions.Strict, out var document, out var error));
        Assert.Null(document);
        Assert.Equal(new BencodeError(fault, offset), error);
    }

    [Theory]
    [InlineData("d1:bi1e1:ai2ee")]
    [InlineData("i1e\n")]
    [InlineData("d1:bi1e1:ai2eejunk")]
    public void Lenient_takes_unsorted_keys_and_trailing_bytes(string input) =>
        Assert.True(BencodeDocument.TryParse(Encoding.ASCII.GetBytes(input), BencodeOptions.Lenient, out _, out _));

    [Theory]
    [InlineData("d1:ai1e1:ai2ee", 7)]
    [InlineData("d1:bi1e1:ai1e1:ci1e1:bi2ee", 19)]
    [InlineData("d1:bi1e1:ad1:xlee1:bi2ee", 17)]
    public void Lenient_refuses_the_second_of_two_equal_keys(string input, int offset)
    {
        Assert.False(BencodeDocument.TryParse(Encoding.ASCII.GetBytes(input), BencodeOptions.Lenient, out _, out var error));
        Assert.Equal(new BencodeError(BencodeFault.DuplicateKey, offset), error);
    }

    [Theory]
    [InlineData('l')]
    [InlineData('d')]
    public void A_bencode_depth_bomb_of_a_hundred_thousand_levels_is_refused_at_the_depth_allowed(char open)
    {
        var input = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open == 'l' ? "l" : "d0:", 100_000)));
        Assert.False(BencodeDocument.TryParse(input, BencodeOptions.Lenient, out _, out var error));
        Assert.Equal(BencodeFault.TooDeep, error.Fault);
        Assert.Equal(BencodeLimits.Message.Depth * (open == 'l' ? 1 : 3), error.Offset);
    }

    [Fact]
    public void A_hundred_thousand_levels_are_read_without_recursion_where_they_are_allowed()
    {
        var input = Encoding.ASCII.GetBytes(new string('l', 100_000) + new string('e', 100_000));
        var options = BencodeOptions.Strict with { Limits = new BencodeLimits(100_000, 100_000, input.Length) };
        Assert.True(BencodeDocument.TryParse(input, options, out var document, out _));
        Assert.Equal(100_000, document.TokenCount);
    }

    [Fact]
    public void A_bencode_token_bomb_ends_at_the_budget_and_so_do_depth_and_length()
    {
        var input = "li1ei2ee"u8.ToArray();
        Assert.True(Parse(new BencodeLimits(1, 3, 8), out _));
        Assert.False(Parse(new BencodeLimits(0, 3, 8), out var depth));
        Assert.False(Parse(new BencodeLimits(1, 2, 8), out var tokens));
        Assert.False(Parse(new BencodeLimits(1, 3, 7), out var length));
        Assert.Equal(new BencodeError(BencodeFault.TooDeep, 0), depth);
        Assert.Equal(new BencodeError(BencodeFault.TooManyTokens, 4), tokens);
        Assert.Equal(new BencodeError(BencodeFault.TooLong, 7), length);

        bool Parse(BencodeLimits limits, out BencodeError error) => BencodeDocument.TryParse(input, BencodeOptions.Strict with { Limits = limits }, out _, out error);
    }

    [Fact]
    public void Many_unsorted_keys_with_one_twin_are_refused_in_reasonable_time()
    {
        var keys = Enumerable.Range(0, 300_000).Reverse().Select(i => $"9:{i:000000000}0:").Append("9:0001500000:");
        var input = Encoding.ASCII.GetBytes($"d{string.Concat(keys)}e");
        var watch = Stopwatch.StartNew();
        var options = BencodeOptions.Lenient with { Limits = new BencodeLimits(1, 1_000_000, input.Length) };
        Assert.False(BencodeDocument.TryParse(input, options, out _, out var error));
        Assert.Equal(new BencodeError(BencodeFault.DuplicateKey, 1 + 300_000 * 13), error);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
