namespace Shoal.Storage.Tests;

public sealed class BitsTests
{
    [Fact]
    public void A_full_field_has_every_bit_and_no_spare_one()
    {
        for (var count = 0; count < 40; count++)
        {
            var bits = Bits.Full(count);
            Assert.Equal((count + 7) / 8, bits.Length);
            Assert.Equal(count, bits.Sum(b => System.Numerics.BitOperations.PopCount(b)));
            Assert.All(Enumerable.Range(0, count), i => Assert.True(Bits.Get(bits, i)));
            Assert.True(Bits.IsFull(bits, count));
            for (var i = 0; i < count; i++)
            {
                Bits.Clear(bits, i);
                Assert.False(Bits.Get(bits, i));
                Assert.False(Bits.IsFull(bits, count), $"bit {i} of {count}");
                Bits.Set(bits, i);
            }
        }
    }
}
