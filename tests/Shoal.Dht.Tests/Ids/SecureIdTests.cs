using Shoal.Dht.Ids;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Dht.Tests.Ids;

public class SecureIdTests
{
    /// <summary>BEP 42, "test vectors".</summary>
    [Theory]
    [InlineData("124.31.75.21", "5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401")]
    [InlineData("21.75.31.124", "5a3ce9c14e7a08645677bbd1cfe7d8f956d53256")]
    [InlineData("65.23.51.170", "a5d43220bc8f112a3d426c84764f8c2a1150e616")]
    [InlineData("84.124.73.14", "1b0321dd1bb1fe518101ceef99462b947a01ff41")]
    [InlineData("43.213.53.83", "e56f6cbf5b7c4be0237986d5243b87aa6d51305a")]
    public void The_five_vectors_of_the_BEP_are_secure_and_only_at_their_address(string address, string id)
    {
        var node = Some.Id(id);
        Assert.True(SecureId.IsSecure(node, Some.At($"{address}:6881")));
        Assert.False(SecureId.IsSecure(node, Some.At("124.31.75.22:6881")));

        // The last of 21 bits counts, the one behind it does not; the last byte counts by three bits.
        Assert.False(SecureId.IsSecure(Some.Turned(node, 20), Some.At($"{address}:6881")));
        Assert.True(SecureId.IsSecure(Some.Turned(node, 21), Some.At($"{address}:6881")));
        Assert.False(SecureId.IsSecure(Some.Turned(node, 159), Some.At($"{address}:6881")));
        Assert.True(SecureId.IsSecure(Some.Turned(node, 156), Some.At($"{address}:6881")));
    }

    [Theory]
    [InlineData("124.31.75.21:1")]
    [InlineData("[2001:db8:85a3:1234:5678:9abc:def0:1]:1")]
    public void A_made_id_is_secure_and_free_behind_its_bits(string endpoint)
    {
        var secrets = new SystemSecrets();
        var made = Enumerable.Range(0, 200).Select(_ => SecureId.Make(Some.At(endpoint), secrets)).ToArray();
        Assert.All(made, id => Assert.True(SecureId.IsSecure(id, Some.At(endpoint))));
        Assert.Equal(200, made.Distinct().Count());
        Assert.InRange(made.Select(id => id.High >> 43).Distinct().Count(), 2, 8);
        for (var bit = 21; bit < NodeId.Bits; bit++)
        {
            Assert.InRange(made.Count(id => id.Bit(bit)), 50, 150);
        }
    }

    /// <summary>The expression of BEP 42 for IPv6, over a plain CRC-32C.</summary>
    [Fact]
    public void Of_an_IPv6_address_the_first_half_counts()
    {
        var address = Convert.FromHexString("20010db885a312345678000000000001");
        byte[] mask = [0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, 0xff];
        var masked = address[..8].Zip(mask, (a, m) => (byte)(a & m)).ToArray();
        masked[0] |= 5 << 5;
        var crc = PlainCrc32C(masked);
        byte[] id = [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), .. new byte[16], 0x0d];
        Assert.True(SecureId.IsSecure(new NodeId(id), Endpoint.FromBytes(address, 1)));
        address[15] = 77;
        Assert.True(SecureId.IsSecure(new NodeId(id), Endpoint.FromBytes(address, 1)));
        address[7] ^= 1;
        Assert.False(SecureId.IsSecure(new NodeId(id), Endpoint.FromBytes(address, 1)));
    }

    /// <summary>BEP 42, "Enforcement".</summary>
    [Theory]
    [InlineData("10.1.2.3:1", true)]
    [InlineData("172.16.0.1:1", true)]
    [InlineData("172.32.0.1:1", false)]
    [InlineData("192.168.1.1:1", true)]
    [InlineData("169.254.7.7:1", true)]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("[::1]:1", true)]
    [InlineData("[fd00::1]:1", true)]
    [InlineData("8.8.8.8:1", false)]
    [InlineData("[2001:db8::1]:1", false)]
    public void At_a_local_address_every_id_is_secure(string endpoint, bool isLocal) =>
        Assert.Equal(isLocal, SecureId.IsSecure(Some.Id("0123456789abcdef0123456789abcdef01234567"), Some.At(endpoint)));

    private static uint PlainCrc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
