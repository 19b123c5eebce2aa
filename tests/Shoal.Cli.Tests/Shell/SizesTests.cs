using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Shell;

public sealed class SizesTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.50 KiB")]
    [InlineData(20 * 1024 * 1024, "20 MiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Sizes_are_written_in_binary_units(long bytes, string text) => Assert.Equal(text, Sizes.Format(bytes));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("262144", 262144)]
    [InlineData("256K", 262144)]
    [InlineData("256kib", 262144)]
    [InlineData("1.5 MiB", 1572864)]
    [InlineData(" 4M ", 4194304)]
    [InlineData("2G", 2147483648)]
    public void Sizes_are_read_in_binary_units(string text, long bytes)
    {
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("1X")]
    [InlineData("1 2")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999T")]
    public void What_is_no_size_is_refused(string text) => Assert.False(Sizes.TryParse(text, out _));
}
