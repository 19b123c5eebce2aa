using System.Numerics;

namespace Shoal.Dht.Tests;

public class NodeIdTests
{
    [Fact]
    public void Bytes_hexadecimal_and_bits_are_the_same_number()
    {
        var bytes = Convert.FromHexString("0123456789abcdef0011223344556677fedcba98");
        var id = new NodeId(bytes);
        Assert.Equal("0123456789abcdef0011223344556677fedcba98", id.ToString());
        Assert.True(NodeId.TryParse(id.ToString(), out var again));
        Assert.Equal(id, again);
        for (var i = 0; i < NodeId.Bits; i++)
        {
            Assert.Equal((bytes[i / 8] >> (7 - (i % 8)) & 1) != 0, id.Bit(i));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef0011223344556677fedcba9")]
    [InlineData("0123456789abcdef0011223344556677fedcba9g")]
    public void Anything_but_forty_digits_is_no_id(string? text) => Assert.False(NodeId.TryParse(text, out _));

    [Fact]
    public void Distance_and_shared_bits_are_those_of_whole_numbers()
    {
        var random = new Random(6);
        var buffer = new byte[NodeId.Length];
        for (var round = 0; round < 2000; round++)
        {
            random.NextBytes(buffer);
            var target = new NodeId(buffer);
            var shared = random.Next(NodeId.Bits + 1);
            var a = Flip(buffer, shared, random);
            random.NextBytes(buffer);
            var b = new NodeId(buffer);
            Assert.Equal(Number(target.Xor(a)).CompareTo(Number(target.Xor(b))), Math.Sign(target.CompareDistance(a, b)));
            Assert.Equal(NodeId.Bits - (int)Number(target.Xor(a)).GetBitLength(), target.SharedBits(a));
            Assert.Equal(shared, target.SharedBits(a));
        }
    }

    private static NodeId Flip(byte[] of, int from, Random random)
    {
        var bytes = of.ToArray();
        for (var i = from; i < NodeId.Bits; i++)
        {
            if (i == from || random.Next(2) == 0)
            {
                bytes[i / 8] ^= (byte)(0x80 >> (i % 8));
            }
        }

        return new NodeId(bytes);
    }

    private static BigInteger Number(NodeId id)
    {
        var bytes = new byte[NodeId.Length];
        id.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }
}
