using System.Text;

namespace Shoal.Runtime.Tests;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4:0")]
    [InlineData("255.255.255.255:65535", "255.255.255.255:65535")]
    [InlineData("0.0.0.0", "0.0.0.0:0")]
    [InlineData("2001:db8::1", "[2001:db8::1]:0")]
    [InlineData("[2001:DB8::1]", "[2001:db8::1]:0")]
    [InlineData("[2001:db8::1]:6881", "[2001:db8::1]:6881")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4:0")]
    [InlineData("1:2:3:4:5:6:7:8", "[1:2:3:4:5:6:7:8]:0")]
    public void An_address_is_read_with_and_without_a_port(string text, string endpoint)
    {
        Assert.True(AddressText.TryRead(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(endpoint, read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("unix:")]
    [InlineData("unknown")]
    [InlineData("_hidden")]
    [InlineData("localhost")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("0x1.2.3.4")]
    [InlineData("16909060")]
    [InlineData("1.2.3.4:")]
    [InlineData("1.2.3.4:65536")]
    [InlineData("1.2.3.4:080")]
    [InlineData("1.2.3.4:8a")]
    [InlineData("1.2.3.4 ")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[2001:db8::1")]
    [InlineData("[2001:db8::1]6881")]
    [InlineData("[[2001:db8::1]]")]
    [InlineData("2001:db8::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::1::2")]
    [InlineData("::12345")]
    [InlineData(":")]
    [InlineData("1.2.3.4, 5.6.7.8")]
    public void Anything_else_is_refused(string text) => Assert.False(AddressText.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void What_is_longer_than_any_address_is_refused() => Assert.False(AddressText.TryRead(Encoding.ASCII.GetBytes(new string('1', 100_000)), out _));
}
