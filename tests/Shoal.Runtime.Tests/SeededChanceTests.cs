using FsCheck;
using FsCheck.Fluent;

namespace Shoal.Runtime.Tests;

public sealed class SeededChanceTests
{
    /// <summary>Of the reference C code of Blackman and Vigna from the state 1, 2, 3, 4, as the Rust crate rand_xoshiro prints it.</summary>
    [Fact]
    public void The_generator_gives_the_published_vector_of_xoshiro256_star_star()
    {
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832,
            10595114339597558777, 2904607092377533576,
        ];
        var chance = new SeededChance(1, 2, 3, 4);
        Assert.Equal(expected, expected.Select(_ => chance.Next()));
    }

    /// <summary>The state is four numbers of splitmix64; those for 1234567 are published (Rosetta Code, "Pseudo-random numbers/Splitmix64").</summary>
    [Fact]
    public void A_seed_becomes_the_published_numbers_of_splitmix64()
    {
        var seeded = new SeededChance(1234567);
        var expected = new SeededChance(6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(expected.Next(), seeded.Next());
        }
    }

    [Fact]
    public void Below_stays_under_its_limit_and_is_the_high_part_of_a_wide_product() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            var (limit, seed) = pair;
            var expected = (int)((System.Numerics.BigInteger)new SeededChance((ulong)seed).Next() * limit / System.Numerics.BigInteger.Pow(2, 64));
            Assert.Equal(expected, new SeededChance((ulong)seed).Below(limit));
            Assert.InRange(expected, 0, limit - 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Below_gives_each_number_about_equally_often()
    {
        var (chance, counts) = (new SeededChance(1), new int[6]);
        for (var i = 0; i < 60_000; i++)
        {
            counts[chance.Below(6)]++;
        }

        // The standard deviation of each count is 91.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_limit_that_leaves_no_number_is_refused(int limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new SeededChance(1).Below(limit));
}
