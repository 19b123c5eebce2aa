namespace Shoal.Runtime.Tests;

public sealed class CompactEndpointTests
{
    /// <summary>BEP 23: the address, then the port, in network order; BEP 7 the same with sixteen bytes.</summary>
    [Theory]
    [InlineData("127.0.0.1:6881", "7F0000011AE1")]
    [InlineData("[2001:db8::1]:80", "20010DB80000000000000000000000010050")]
    public void Address_and_port_stand_one_behind_the_other_in_network_order(string text, string hex)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        var bytes = new byte[CompactEndpoint.LengthV6];
        var length = CompactEndpoint.Write(bytes, endpoint);
        Assert.Equal(hex, Convert.ToHexString(bytes.AsSpan(0, length)));
        Assert.Equal(endpoint, CompactEndpoint.Read(bytes.AsSpan(0, length)));
    }
}
