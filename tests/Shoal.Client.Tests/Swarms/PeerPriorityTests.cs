using System.Net;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

/// <summary>BEP 40.</summary>
public sealed class PeerPriorityTests
{
    [Theory]
    [InlineData("123.213.32.10:0", "98.76.54.32:0", 0xec2d7224)]
    [InlineData("123.213.32.10:0", "123.213.32.234:0", 0x99568189)]
    public void It_is_what_the_BEP_says(string ours, string theirs, uint expected)
    {
        Assert.Equal(expected, PeerPriority.Of(At(ours), At(theirs)));
        Assert.Equal(expected, PeerPriority.Of(At(theirs), At(ours)));
    }

    // The cases of libtorrent's test_peer_priority.cpp, and the same for IPv6.
    [Theory]
    [InlineData("230.12.123.3:1234", "230.12.123.3:300", "012c04d2")]
    [InlineData("230.12.123.1:1234", "230.12.123.3:300", "e60c7b01e60c7b03")]
    [InlineData("230.12.23.1:1234", "230.12.123.3:300", "e60c1701e60c7b01")]
    [InlineData("230.120.23.1:1234", "230.12.123.3:300", "e60c5101e6781501")]
    [InlineData("[ffff:ffff:ffff:ffff::1]:1234", "[ffff:ffff:ffff:ffff::1]:300", "012c04d2")]
    [InlineData("[ffff:ffff:ffff:ffff::1]:4", "[ffff:0fff:ffff:ffff::1]:3", "ffff0fffffff55550000000000000001ffffffffffff55550000000000000001")]
    public void It_is_the_checksum_of_both_masked_addresses_or_of_the_ports_of_one(string ours, string theirs, string over)
    {
        var expected = PlainCrc32C(Convert.FromHexString(over));
        Assert.Equal(expected, PeerPriority.Of(At(ours), At(theirs)));
        Assert.Equal(expected, PeerPriority.Of(At(theirs), At(ours)));
    }

    [Theory]
    [InlineData("1.2.170.170", "1.3.170.170", "01020000", "01030000")]
    [InlineData("1.2.170.170", "1.2.171.170", "0102aa00", "0102ab00")]
    [InlineData("1.2.170.170", "1.2.170.171", "0102aaaa", "0102aaab")]
    [InlineData("2001:db8:aa::aaaa", "2001:db8:ab::aaaa", "20010db800aa00000000000000000000", "20010db800ab00000000000000000000")]
    [InlineData("2001:db8:aa:aaaa::aaaa", "2001:db8:aa:abaa::aaaa", "20010db800aaaa000000000000000000", "20010db800aaab000000000000000000")]
    [InlineData("2001:db8:aa:aaaa::aaaa", "2001:db8:aa:aaab::aaaa", "20010db800aaaaaa0000000000000000", "20010db800aaaaab0000000000000000")]
    [InlineData("2001:db8:aa:aaaa:aaaa::aaaa", "2001:db8:aa:aaaa:abaa::aaaa", "20010db800aaaaaaaa00000000000000", "20010db800aaaaaaab00000000000000")]
    public void The_nearer_two_addresses_are_the_more_of_them_counts(string ours, string theirs, string masked, string otherMasked)
    {
        var expected = PlainCrc32C([.. Convert.FromHexString(masked), .. Convert.FromHexString(otherMasked)]);
        Assert.Equal(expected, PeerPriority.Of(Endpoint.From(IPAddress.Parse(ours), 1), Endpoint.From(IPAddress.Parse(theirs), 2)));
    }

    /// <summary>Bit by bit, as RFC 3720 defines it.</summary>
    private static uint PlainCrc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
            }
        }

        return ~crc;
    }

    private static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        return endpoint;
    }
}
