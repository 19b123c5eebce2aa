using System.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.Net.Tests.Sources;

public sealed class NetworksTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1:9", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1:9", false)]
    [InlineData("192.0.2.7/32", "192.0.2.7:9", true)]
    [InlineData("192.0.2.7/32", "192.0.2.6:9", false)]
    [InlineData("0.0.0.0/0", "1.2.3.4:9", true)]
    [InlineData("0.0.0.0/0", "[2001:db8::1]:9", false)]
    [InlineData("::/0", "[2001:db8::1]:9", true)]
    [InlineData("::/0", "1.2.3.4:9", false)]
    [InlineData("2001:db8::/33", "[2001:db8:7fff::1]:9", true)]
    [InlineData("2001:db8::/33", "[2001:db8:8000::1]:9", false)]
    [InlineData("2001:db8::/64", "[2001:db8::ffff:0:0:1]:9", true)]
    [InlineData("2001:db8::2/127", "[2001:db8::3]:9", true)]
    [InlineData("2001:db8::2/127", "[2001:db8::4]:9", false)]
    public void A_network_holds_the_addresses_that_begin_as_it_does(string network, string endpoint, bool isIn)
    {
        Assert.Equal(isIn, new Networks([IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse(network)]).Contain(At(endpoint)));
        // The framework says the same.
        Assert.Equal(isIn, IPNetwork.Parse(network).Contains(At(endpoint).ToIPAddress()));
    }

    [Fact]
    public void No_network_holds_nobody() => Assert.False(new Networks([]).Contain(At("1.2.3.4:5")));

    private static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);
}
