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

        var exit = await CommandLine.RunAsync(arguments, json => new Output(full, error, json, isTerminal: false), Cli.Shell(arguments), CancellationToken.None);

        var isUsage = string.Equals(verb, "bogus", StringComparison.Ordinal);
        Assert.Equal(isUsage ? 2 : 1, exit);
        Assert.Equal(isUsage ? "shoal: there is no command 'bogus'; see 'shoal --help'\n" : "shoal: the output cannot be written: No space left on device\n", error.ToString());
    }

    [Fact]
    public async Task Standard_error_that_cannot_be_written_changes_nothing_else()
    {
        await using var full = new StreamWriter(new FullStream()) { AutoFlush = true };

        Assert.Equal(2, await CommandLine.RunAsync(["bogus"], json => new Output(TextWriter.Null, full, json, isTerminal: false), Cli.Shell("bogus"), CancellationToken.None));
    }

    [Theory]
    [InlineData("create", "--bogus")]
    [InlineData("create", "x", "--bogus", "y")]
    [InlineData("get", "two.torrent", "--bogus")]
    [InlineData("get", "--bogus", "192.0.2.7:1", "two.torrent")]
    [InlineData("seed", "--bogus")]
    [InlineData("show", "--bogus")]
    [InlineData("verify", "--bogus", "two.torrent")]
    [InlineData("verify", "--bogus", "two.torrent", "--dir", ".")]
    public async Task An_option_that_is_not_there_is_named(params string[] arguments) =>
        (await Cli.Run(arguments)).AssertFailed(2, $"there is no option '--bogus'; see 'shoal {arguments[0]} --help'");

    [Theory]
    [InlineData(1, "there is no file '--bogus'", "show", "--", "--bogus")]
    [InlineData(1, "there is no file '-'", "show", "-")]
    [InlineData(1, "there is no file or folder 'none'", "create", "none", "--comment", "--bogus")]
    public async Task A_dash_in_front_is_no_option_where_a_value_is_expected(int exit, string says, params string[] arguments) =>
        (await Cli.Run(arguments)).AssertFailed(exit, says);

    [Theory]
    [InlineData("PATH is empty: name the file or folder to share", "create", "")]
    [InlineData("--output is empty: name a file", "create", "x", "-o", "")]
    [InlineData("PATH is empty: name a file or folder", "hash", "")]
    [InlineData("FILE|MAGNET is empty: name a .torrent file or a magnet link", "show", "")]
    [InlineData("FILE is empty: name the .torrent", "verify", "", "--dir", ".")]
    [InlineData("--dir is empty: name a folder", "verify", "x", "--dir", "")]
    [InlineData("TORRENT is empty: name the .torrent files or magnet links to fetch", "get", "x", "")]
    [InlineData("--dir is empty: name a folder", "get", "x", "--dir", "")]
    [InlineData("--dir is empty: name a folder", "seed", "x", "--dir", "")]
    public async Task An_empty_path_is_wrong_usage(string says, params string[] arguments) => (await Cli.Run(arguments)).AssertFailed(2, says);

    [Theory]
    [InlineData("create", "name the file or folder to share")]
    [InlineData("hash", "name a file or folder")]
    [InlineData("show", "name a .torrent file or a magnet link")]
    [InlineData("verify", "name the .torrent")]
    [InlineData("get", "name the .torrent files or magnet links to fetch")]
    [InlineData("seed", "name the .torrent files or magnet links to share, or folders of .torrent files")]
    public async Task A_verb_alone_says_what_to_name(string verb, string says) => (await Cli.Run(verb)).AssertFailed(2, $"{says}; see 'shoal {verb} --help'");
}
