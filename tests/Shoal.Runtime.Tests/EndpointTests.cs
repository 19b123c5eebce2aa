using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Shoal.Runtime.Tests;

public sealed class EndpointTests
{
    private static readonly byte[] Mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 77, 0, 1];

    [Theory]
    [InlineData("1.2.3.4:80", "1.2.3.4:80")]
    [InlineData("255.255.255.255:65535", "255.255.255.255:65535")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("[2001:db8::1]:6881", "[2001:db8::1]:6881")]
    [InlineData("[2001:0DB8:0:0::0:1]:6881", "[2001:db8::1]:6881")]
    [InlineData("[::]:1", "[::]:1")]
    [InlineData("[::ffff:10.77.0.1]:7001", "10.77.0.1:7001")]
    [InlineData("[::ffff:a4d:1]:7001", "10.77.0.1:7001")]
    public void Text_is_read_and_shown_in_one_form(string text, string shown)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        Assert.Equal(shown, endpoint.ToString());
        Assert.True(Endpoint.TryParse(shown, out var again));
        Assert.Equal(endpoint, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":80")]
    [InlineData("80")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3.4:")]
    [InlineData("1.2.3.4:65536")]
    [InlineData("1.2.3.4:80\0")]
    [InlineData("1.2.3.4:-1")]
    [InlineData("1.2.3.4:+1")]
    [InlineData("1.2.3.4: 80")]
    [InlineData(" 1.2.3.4:80")]
    [InlineData("1.2.3.4:80 ")]
    [InlineData("1.2.3.4:٨٠")]
    [InlineData("1.2.3:80")]
    [InlineData("16909060:80")]
    [InlineData("1.2.3.256:80")]
    [InlineData("1.2.3.4.5:80")]
    [InlineData("010.0.0.1:80")]
    [InlineData("0x7f.0.0.1:80")]
    [InlineData("1.2.3.4.:80")]
    [InlineData("[1.2.3.4]:80")]
    [InlineData("2001:db8::1:80")]
    [InlineData("2001:db8::1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1:80")]
    [InlineData("[[2001:db8::1]]:80")]
    [InlineData("[[::1]:99]:80")]
    [InlineData("[::1]:99:80")]
    [InlineData("[]:80")]
    [InlineData("[:80")]
    [InlineData("[::1]x:80")]
    [InlineData("localhost:80")]
    [InlineData("example.org:80")]
    public void Other_text_is_refused(string? text) => Assert.False(Endpoint.TryParse(text, out _));

    [Fact]
    public void No_text_throws_and_what_is_read_comes_back() =>
        Prop.ForAll(Gen.Elements("0123456789abcdef.:[]%/x -".ToCharArray()).ArrayOf().ToArbitrary(), characters =>
        {
            if (Endpoint.TryParse(new string(characters), out var endpoint))
            {
                Assert.True(Endpoint.TryParse(endpoint.ToString(), out var again));
                Assert.Equal(endpoint, again);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Every_address_of_4_or_16_bytes_comes_back_from_bytes_from_text_and_from_the_framework()
    {
        var address = from length in Gen.Elements(4, 16)
                      from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(length)
                      from port in Gen.Choose(0, 65535)
                      select (bytes, (ushort)port);
        Prop.ForAll(address.ToArbitrary(), pair =>
        {
            var (bytes, port) = pair;
            var endpoint = Endpoint.FromBytes(bytes, port);
            var written = new byte[16];
            Assert.Equal(bytes, written[..endpoint.WriteAddress(written)]);
            Assert.Equal(endpoint, Endpoint.From(new IPAddress(bytes), port));
            Assert.Equal(new IPAddress(bytes), endpoint.ToIPAddress());
            Assert.Equal(new IPEndPoint(new IPAddress(bytes), port).ToString(), endpoint.ToString());
            Assert.True(Endpoint.TryParse(endpoint.ToString(), out var again));
            Assert.Equal(endpoint, again);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_v4_mapped_address_is_the_ipv4_address()
    {
        var mapped = Endpoint.FromBytes(Mapped, 7001);
        var plain = Endpoint.FromBytes([10, 77, 0, 1], 7001);
        Assert.Equal(plain, mapped);
        Assert.Equal(plain.GetHashCode(), mapped.GetHashCode());
        Assert.Equal(0, plain.CompareTo(mapped));
        Assert.True(mapped.IsIPv4);
        Assert.Equal(4, mapped.WriteAddress(new byte[16]));
        Assert.Equal(plain, Endpoint.From(IPAddress.Parse("::ffff:10.77.0.1"), 7001));
    }

    [Fact]
    public void Order_is_by_address_and_then_by_port()
    {
        Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text, nameof(text));
        Endpoint[] sorted = [At("1.2.3.4:9"), At("1.2.3.4:10"), At("1.2.3.5:1"), At("9.0.0.0:1"), At("10.0.0.0:1"), At("[2001:db8::]:1")];
        Assert.Equal(sorted, sorted.Reverse().Order());
        Assert.True(sorted[0] < sorted[1] && sorted[1] > sorted[0] && sorted[0] != sorted[1]);
        Assert.Equal(sorted[1], sorted[0].WithPort(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(17)]
    public void Bytes_of_another_length_are_the_caller_s_error(int length) => Assert.Throws<ArgumentException>(() => Endpoint.FromBytes(new byte[length], 1));
}
