using Shoal.Tidy.Tests.Rules;

namespace Shoal.Tidy.Tests;

/// <summary>Each rule on a sample that breaks it, and on its nearest neighbour that does not.</summary>
public sealed class BrokenRules
{
    // The samples would break the rules themselves where they stand as they are, so they are put together here.
    private const string Root = "/" + "root/";
    private const string Fence = "``" + "`\n";

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, true)]
    public void A_file_of_more_than_400_lines_is_seen(int lines, bool broken)
    {
        var text = string.Concat(Enumerable.Repeat("x\n", lines));
        Assert.Equal(broken, Sizes.TooLong(new SourceFile("src/A.cs", text)).Any());
        Assert.Equal(broken, Sizes.TooLong(new SourceFile("shoal", text)).Any());
        Assert.Empty(Sizes.TooLong(new SourceFile("docs/long.md", text)));
    }

    [Fact]
    public void A_median_of_80_lines_is_seen()
    {
        SourceFile Long(string name, int lines) => new("src/" + name + ".cs", string.Concat(Enumerable.Repeat("x\n", lines)));
        Broken.Once(Sizes.MedianTooHigh([Long("A", 10), Long("B", 80), Long("C", 90)]), "80");
        Broken.Nowhere(Sizes.MedianTooHigh([Long("A", 10), Long("B", 79), Long("C", 300)]));
    }

    [Theory]
    [InlineData("namespace Shoal.X;\npublic sealed class A;\ninternal enum B { }\n", "2 top-level types (A, B)")]
    [InlineData("namespace Shoal.X;\npublic readonly record struct A(int I);\nfile static class B\n{\n}\n", "2 top-level types")]
    [InlineData("namespace Shoal.X;\npublic delegate void B(int a);\n", "holds B")]
    [InlineData("namespace Shoal.X;\ninternal sealed class B<T> : C\n", "holds B")]
    [InlineData("namespace Shoal.X;\n// nothing\n", "0 top-level types")]
    [InlineData("namespace Shoal.Y;\ninternal interface A\n", "its folder says Shoal.X")]
    [InlineData("internal interface A\n", "its folder says Shoal.X")]
    public void A_second_type_another_name_or_another_namespace_is_seen(string text, string mention) =>
        Broken.Once(Types.Check(new SourceFile("src/Shoal.X/A.cs", text)), mention);

    [Fact]
    public void A_nested_type_is_the_file_s_own() =>
        Broken.Nowhere(Types.Check(new SourceFile("src/Shoal.X/F/A.cs", "namespace Shoal.X.F;\n\npublic sealed unsafe partial class A\n{\n    private enum B { }\n}\n")));

    [Theory]
    [InlineData("src/Shoal.Net/Shoal.Net.csproj", "../Shoal.Peers/Shoal.Peers.csproj", "Shoal.Peers")]
    [InlineData("src/Shoal.Net/Shoal.Net.csproj", "../Shoal.Net/Shoal.Net.csproj", "Shoal.Net")]
    [InlineData("src/Shoal.Client/Shoal.Client.csproj", "../Shoal.Simulation/Shoal.Simulation.csproj", "Shoal.Simulation")]
    [InlineData("src/Shoal.Client/Shoal.Client.csproj", "../Shoal.Stranger/Shoal.Stranger.csproj", "Shoal.Stranger")]
    public void A_reference_to_a_project_below_is_seen(string path, string reference, string mention) =>
        Broken.Once(References.Direction(new SourceFile(path, $"<ProjectReference Include=\"{reference}\" />")), mention);

    [Fact]
    public void A_project_that_the_list_does_not_know_is_seen() =>
        Broken.Once(References.Direction(new SourceFile("src/Shoal.Stranger/Shoal.Stranger.csproj", "")), "not in the house's list");

    [Fact]
    public void A_project_outside_the_solution_or_without_tests_is_seen()
    {
        SourceFile project = new("src/Shoal.A/Shoal.A.csproj", "");
        SourceFile tests = new("tests/Shoal.A.Tests/Shoal.A.Tests.csproj", "");
        SourceFile Solution(params SourceFile[] of) => new("Shoal.slnx", string.Concat(of.Select(file => '"' + file.Path + '"')));
        Broken.Nowhere(References.Unlisted([Solution(project, tests), project, tests]));
        Broken.Once(References.Unlisted([Solution(project), project, tests]), "tests/Shoal.A.Tests/Shoal.A.Tests.csproj is not in");
        Broken.Once(References.Unlisted([Solution(project), project]), "has no tests/");
    }

    [Theory]
    [InlineData("src/A.cs", "// TO", "DO: later")]
    [InlineData("bench/a.py", "# FIX", "ME")]
    [InlineData("shoal", "# HA", "CK")]
    [InlineData("src/A.cs", "    #reg", "ion Fields")]
    [InlineData("tests/A.cs", "throw new NotImplemented", "Exception();")]
    [InlineData("src/A.cs", "private async vo", "id Go()")]
    [InlineData("src/A.cs", "var x = task.Res", "ult;")]
    [InlineData("src/A.cs", "task.Wa", "it();")]
    [InlineData("src/A.cs", "await task.Configure", "Await(false);")]
    [InlineData("tests/A.cs", "Thread.Sl", "eep(10);")]
    [InlineData("tests/A.cs", "await Task.De", "lay(10);")]
    public void Each_banned_word_is_seen(string path, string head, string tail) =>
        Broken.Once(BannedWords.Check(new SourceFile(path, "fine\n" + head + tail + "\n"), Words()), path + "(2)");

    [Fact]
    public void Each_banned_word_has_a_sample_above() => Assert.Equal(11, Words().Count);

    [Fact]
    public void A_word_is_banned_only_in_its_folder_and_not_in_the_files_that_may()
    {
        SourceFile list = new(BannedWords.ListPath, "tests | \\bcat\\b | dogs live here | tests/Cats.cs\n");
        var words = BannedWords.Load(list);
        Broken.Once(BannedWords.Check(new SourceFile("tests/A.cs", "cat"), words), "dogs live here");
        Broken.Nowhere(BannedWords.Check(new SourceFile("tests/Cats.cs", "cat"), words));
        Broken.Nowhere(BannedWords.Check(new SourceFile("src/A.cs", "cat"), words));
        Broken.Nowhere(BannedWords.Check(new SourceFile("tests/A.cs", "category"), words));
    }

    [Theory]
    [InlineData("#pragma warning " + "disable CA1234 // because", "src/A.cs | CA1234 | 1")]
    [InlineData("[Suppress" + "Message(\"Design\", \"CA1234:Some title\", Justification = \"because\")]", "src/A.cs | CA1234 | 1")]
    [InlineData("<No" + "Warn>$(No" + "Warn);CA1234</No" + "Warn>", "src/A.cs | CA1234 | 1")]
    public void A_suppression_that_nobody_approved_is_seen(string text, string mention) =>
        Broken.Once(Suppressions.Check([new SourceFile("src/A.cs", text)], new SourceFile(Suppressions.ListPath, "")), mention);

    [Fact]
    public void A_second_suppression_a_stale_entry_and_one_without_a_reason_are_seen()
    {
        var once = "#pragma warning " + "disable CA1234, CA5678\n";
        SourceFile List(string text) => new(Suppressions.ListPath, text);
        const string Both = "src/A.cs | CA1234 | 1 | it is needed here\nsrc/A.cs | CA5678 | 1 | it is needed here\n";
        Broken.Nowhere(Suppressions.Check([new SourceFile("src/A.cs", once)], List(Both)));
        Assert.Equal(2, Suppressions.Check([new SourceFile("src/A.cs", once + once)], List(Both)).Count());
        Broken.Once(Suppressions.Check([], List("src/A.cs | CA1234 | 1 | it is needed here\n")), "not there any more");
        Broken.Once(Suppressions.Check([], List("src/A.cs | CA1234 | 1 | x\n")), "file | rule | count | reason");
    }

    [Theory]
    [InlineData("cd " + Root + "shoal", true)]
    [InlineData("see /" + "work/notes", true)]
    [InlineData("/" + "home/anna/shoal", true)]
    [InlineData("artifacts/work/obj and $root/work/x", false)]
    [InlineData("source https://packages.example.org" + "/v3/index.json", true)]
    [InlineData("source https://api.nuget.org" + "/v3/index.json", false)]
    [InlineData("see https://www.bittorrent.org/beps/bep_0003.html", false)]
    public void A_machine_s_path_or_a_private_package_host_is_seen(string text, bool broken) =>
        Assert.Equal(broken, MachinePaths.Check(new SourceFile("docs/a.md", text)).Any());

    [Fact]
    public void A_lifted_ban_outside_the_adapter_folders_is_seen()
    {
        const string Off = "dotnet_diagnostic.RS0030.severity = none\n";
        const string Right = "[src/Shoal.Net/Sockets/**.cs]\n" + Off;
        string[] paths = ["src/Shoal.Net/A.cs", "src/Shoal.Client/B.cs"];
        Broken.Nowhere(AdapterFolders.Check(new SourceFile(".editorconfig", Right), paths));
        Broken.Once(AdapterFolders.Check(new SourceFile(".editorconfig", Right + "[src/Shoal.Client/**.cs]\n" + Off), paths), "src/Shoal.Client");
        Broken.Once(AdapterFolders.Check(new SourceFile(".editorconfig", "[*.cs]\n" + Off + Right), paths), "*.cs");
        Broken.Once(AdapterFolders.Check(new SourceFile(".editorconfig", ""), paths), "does not lift the banned list in src/Shoal.Net/Sockets");
    }

    [Theory]
    [InlineData("[a](missing.md)", "there is no docs/missing.md")]
    [InlineData("[a](../missing.md)", "there is no missing.md")]
    [InlineData("[a](b.md#nowhere)", "no such heading")]
    [InlineData("![picture](b.png)", "there is no docs/b.png")]
    public void A_link_to_nowhere_is_seen(string text, string mention) => Broken.Once(CheckLinks(text), mention);

    [Theory]
    [InlineData("[a](b.md) [b](../README.md) [c](../src) [d](../src/)")]
    [InlineData("[a](b.md#the-way-of-a-block) [b](https://example.org/x.md)")]
    [InlineData("`[a](missing.md)`\n" + Fence + "[a](missing.md)\n" + Fence)]
    public void A_link_that_resolves_is_left_alone(string text) => Broken.Nowhere(CheckLinks(text));

    [Theory]
    [InlineData("./shoal fetch x.torrent", true)]
    [InlineData("$ shoal fetch x.torrent", true)]
    [InlineData("./shoal get x.torrent", false)]
    [InlineData("shoal --help", false)]
    public void A_command_line_with_a_verb_that_is_not_there_is_seen(string line, bool broken) =>
        Assert.Equal(broken, Verbs.Check(new SourceFile("README.md", Fence + line + "\n" + Fence), ["src/Shoal.Cli/Commands/GetCommand.cs"]).Any());

    [Theory]
    [InlineData("`ATests.It_is_so`, `BTests.Length`", null)]
    [InlineData("`ATests.It_is_not_so`", "ATests.It_is_not_so")]
    [InlineData("`ATests.It_is`", "ATests.It_is")]
    [InlineData("`CTests.It_is_so`", "CTests.It_is_so")]
    public void A_test_that_is_named_and_not_there_is_seen(string text, string? mention)
    {
        var found = NamedTests.Check(new SourceFile("docs/a.md", text), [new SourceFile("tests/A/ATests.cs", "public void It_is_so()")]);
        if (mention is null)
        {
            Broken.Nowhere(found);
        }
        else
        {
            Broken.Once(found, mention);
        }
    }

    private static IEnumerable<string> CheckLinks(string text) => Links.Check(
        new SourceFile("docs/a.md", text),
        ["README.md", "docs/a.md", "docs/b.md", "src/A.cs"],
        path => path == "docs/b.md" ? "# B\n\n## The way of a block\n" : null);

    private static IReadOnlyList<BannedWords.Word> Words() => BannedWords.Load(Repository.Files.Single(file => file.Path == BannedWords.ListPath));
}
