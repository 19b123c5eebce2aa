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

    [Theory]
    [InlineData("show", 1)]
    [InlineData("create", 16 * 1024)]
    [InlineData("--help", 16 * 1024)]
    [InlineData("bogus", 2)]
    public async Task Output_that_cannot_be_written_is_one_sentence(string verb, int buffer)
    {
        using var cli = new Cli();
        var file = cli.Write("f", 100);
        await Cli.Run("create", file, "-o", cli.PathOf("t"));
        string[] arguments = verb switch
        {
            "show" => [verb, cli.PathOf("t")],
            "create" => [verb, file, "-o", cli.PathOf("t2")],
            _ => [verb],
        };
        await using var full = new StreamWriter(new FullStream(), bufferSize: buffer);
        using var error = new StringWriter();

        var exit = await CommandLine.RunAsync(arguments, json => new Output(full, error, json, isTerminal: false), CancellationToken.None);

        var isUsage = string.Equals(verb, "bogus", StringComparison.Ordinal);
        Assert.Equal(isUsage ? 2 : 1, exit);
        Assert.Equal(isUsage ? "shoal: there is no command 'bogus'; see 'shoal --help'\n" : "shoal: the output cannot be written: No space left on device\n", error.ToString());
    }

    [Fact]
    public async Task Standard_error_that_cannot_be_written_changes_nothing_else()
    {
        await using var full = new StreamWriter(new FullStream()) { AutoFlush = true };

        Assert.Equal(2, await CommandLine.RunAsync(["bogus"], json => new Output(TextWriter.Null, full, json, isTerminal: false), CancellationToken.None));
    }
}
