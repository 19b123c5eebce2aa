namespace Shoal.Cli.Tests.Commands;

/// <summary>What `get` and `seed` are told about rates, ratios, numbers and the DHT.</summary>
public sealed class TransferOptionsTests
{
    [Theory]
    [InlineData("--up", "fast", "rate")]
    [InlineData("--up", "0", "rate")]
    [InlineData("--down", "-1K", "rate")]
    [InlineData("--seed-ratio", "0", "ratio")]
    [InlineData("--seed-ratio", "much", "ratio")]
    [InlineData("--connections", "0", "connections")]
    [InlineData("--slots", "none", "slots")]
    [InlineData("--bootstrap", "192.0.2.7", "no node")]
    [InlineData("--bootstrap", "node.example:0", "no node")]
    public async Task A_number_that_makes_no_sense_is_named(string option, string value, string what)
    {
        foreach (var verb in new[] { "get", "seed" })
        {
            var result = await Cli.Run(verb, "a.torrent", "--dir", ".", option, value);
            result.AssertFailed(2, $"'{value}'");
            Assert.Contains(what, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_ratio_without_seeding_is_wrong_usage() =>
        (await Cli.Run("get", "a.torrent", "--seed-ratio", "2")).AssertFailed(2, "--keep-seeding");

    [Theory]
    [InlineData("get")]
    [InlineData("seed")]
    public async Task To_begin_in_a_DHT_that_is_not_used_is_wrong_usage(string verb) =>
        (await Cli.Run(verb, "a.torrent", "--dir", ".", "--no-dht", "--bootstrap", "192.0.2.7:6881")).AssertFailed(2, "give one of them");

    [Theory]
    [InlineData("get")]
    [InlineData("seed")]
    public async Task The_help_explains_rates_and_ratios_with_an_example(string verb)
    {
        var help = await Cli.Run(verb, "--help");
        Assert.Equal(0, help.Exit);
        foreach (var option in new[] { "--up <RATE>", "--down <RATE>", "--seed-ratio <R>", "--connections <N>", "--slots <N>", "--no-dht", "--bootstrap <HOST:PORT>" })
        {
            Assert.Contains(option, help.Out, StringComparison.Ordinal);
        }

        Assert.Matches($@"\n  shoal {verb} .*--up \S+ .*--seed-ratio ", help.Out);
    }
}
