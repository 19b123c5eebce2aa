using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Shell;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("create")]
    [InlineData("show")]
    [InlineData("hash")]
    [InlineData("verify")]
    public async Task Every_verb_explains_itself_with_an_example(string verb)
    {
        var help = await Cli.Run(verb, "--help");

        Assert.Equal((0, ""), (help.Exit, help.Error));
        Assert.Contains("\n  shoal " + verb + " ", help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_verbs_and_version_names_a_version()
    {
        Assert.Contains("create", (await Cli.Run("--help")).Out, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+", (await Cli.Run("--version")).Out);
    }

    [Fact]
    public async Task No_verb_shows_the_help_and_is_wrong_usage()
    {
        var result = await Cli.Run();

        Assert.Equal(2, result.Exit);
        Assert.Contains("Commands:", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_wrong_usage() => (await Cli.Run("bogus")).AssertFailed(2, "bogus");

    [Theory]
    [InlineData(typeof(OperationCanceledException), 130, "interrupted")]
    [InlineData(typeof(IOException), 1, "I/O")]
    [InlineData(typeof(InvalidOperationException), 1, "a fault in shoal itself")]
    public void Whatever_went_wrong_is_a_sentence_and_only_verbose_shows_where(Type type, int exit, string says)
    {
        var exception = (Exception)Activator.CreateInstance(type)!;
        foreach (var verbose in (bool[])[false, true])
        {
            using var error = new StringWriter();
            Assert.Equal(exit, Failure.Report(exception, new Output(TextWriter.Null, error, json: false, isTerminal: false), verbose, interrupted: true));
            Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
            Assert.Equal(verbose, error.ToString().Contains(type.FullName!, StringComparison.Ordinal));
        }
    }
}
