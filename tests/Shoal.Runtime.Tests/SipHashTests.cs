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

    /// <summary>As `openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:8 SIPHASH` prints them of 0, 1, 2 and so on, as many bytes.</summary>
    [Theory]
    [InlineData(0, "310E0EDD47DB6F72")]
    [InlineData(1, "FD67DC93C539F874")]
    [InlineData(7, "37D1018BF50002AB")]
    [InlineData(8, "6224939A79F5F593")]
    [InlineData(15, "E545BE4961CA29A1")]
    [InlineData(33, "E37859F94623F3A7")]
    public void The_hash_of_any_bytes_is_that_of_openssl(int length, string expected)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var hash = new SipHash([.. Enumerable.Range(0, 16).Select(i => (byte)i)]).Of(bytes);
        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(expected)), hash);
    }

    [Fact]
    public void A_key_has_16_bytes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SipHash(new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SipHash(new byte[17]));
    }
}
