using System.Buffers.Binary;

namespace Shoal.Runtime.Tests;

public sealed class SipHashTests
{
    /// <summary>As `openssl mac -macopt hexkey:KEY -macopt size:8 SIPHASH` prints them.</summary>
    [Theory]
    [InlineData("000102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f1011121314151617", "94AF49F6C650ADB8")]
    [InlineData("000102030405060708090a0b0c0d0e0f", "00000000000000000000ffff7f000001c8a4da0000000000", "0F03E04ED8983EAD")]
    [InlineData("ffffffffffffffffffffffffffffffff", "000102030405060708090a0b0c0d0e0f1011121314151617", "BD980CFA02986158")]
    [InlineData("ffffffffffffffffffffffffffffffff", "00000000000000000000ffff7f000001c8a4da0000000000", "DB888E8DB38828A4")]
    public void The_hash_of_24_bytes_is_that_of_openssl(string key, string message, string expected)
    {
        var bytes = Convert.FromHexString(message);
        var hash = new SipHash(Convert.FromHexString(key)).Of(Word(0), Word(8), Word(16));
        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(expected)), hash);

        ulong Word(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
    }

    [Fact]
    public void A_key_has_16_bytes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SipHash(new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SipHash(new byte[17]));
    }
}
