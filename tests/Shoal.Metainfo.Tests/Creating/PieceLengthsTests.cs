using Shoal.Metainfo.Creating;

namespace Shoal.Metainfo.Tests.Creating;

public sealed class PieceLengthsTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(1, 16 * 1024)]
    [InlineData(32 * MiB, 16 * 1024)]
    [InlineData(32 * MiB + 1, 32 * 1024)]
    [InlineData(1024 * MiB, 512 * 1024)]
    [InlineData(2048 * MiB, 1024 * 1024)]
    [InlineData(2048 * MiB + 1, 2048 * 1024)]
    [InlineData(32 * 1024 * MiB, 16 * 1024 * 1024)]
    [InlineData(long.MaxValue, 16 * 1024 * 1024)]
    public void Chosen_lengths_follow_the_table(long total, int expected) => Assert.Equal(expected, PieceLengths.For(total));

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData(128 * 1024 * 1024, true)]
    [InlineData(8 * 1024, false)]
    [InlineData(256 * 1024 * 1024, false)]
    [InlineData(48 * 1024, false)]
    [InlineData(0, false)]
    [InlineData(int.MinValue, false)]
    public void Only_powers_of_two_in_range_are_allowed(int length, bool allowed) => Assert.Equal(allowed, PieceLengths.IsAllowed(length));
}
