using Shoal.Web.Metrics;

namespace Shoal.Web.Tests.Metrics;

/// <summary>/metrics beside a slow reader of the text format.</summary>
public sealed class MetricsTextTests
{
    [Fact]
    public void Odd_names_and_figures_are_written_as_the_reader_takes_them() =>
        Assert.Empty(MetricsReader.FaultsOf(new MetricsText().Gauge("odd", "back\\slash and\nline").Sample(double.NaN, ("label", "quote\" back\\slash\nline")).Sample(1e-9, ("label", "{,}=")).ToString()));

    [Theory]
    [InlineData("a 1\n")]
    [InlineData("# TYPE a counter\na 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1\na 2\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na{b=\"\"\"} 2\n")]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total 1,5\n")]
    [InlineData("# HELP a x\n# TYPE a counter\na 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\nb 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1\n# HELP a x\n# TYPE a gauge\n")]
    public void The_reader_finds_faults(string text) => Assert.NotEmpty(MetricsReader.FaultsOf(text));
}
