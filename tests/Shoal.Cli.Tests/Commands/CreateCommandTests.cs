namespace Shoal.Cli.Tests.Commands;

public sealed class CreateCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Create_writes_what_show_reads()
    {
        _cli.Write("stuff/a", 20_000);
        _cli.Write("stuff/b/c", 40_000);
        var torrent = _cli.PathOf("x.torrent");

        var created = await Cli.Run("create", _cli.PathOf("stuff"), "-o", torrent, "-t", "http://a/x,udp://b:1", "-t", "http://c/", "--web-seed", "http://w/", "--comment", "text", "--source", "s", "--private", "--json");
        var shown = await Cli.Run("show", torrent, "--json");

        Assert.Equal((0, ""), (created.Exit, created.Error));
        var c = Assert.Single(created.Json);
        var s = shown.Json[0];
        Assert.Equal(["stuff/a", "stuff/b/c"], shown.Json.Skip(1).Select(f => f.GetProperty("path").GetString()));
        foreach (var key in (string[])["name", "infoHashV1", "infoHashV2", "magnet", "length", "files", "pieceLength", "pieces"])
        {
            Assert.Equal(s.GetProperty(key).ToString(), c.GetProperty(key).ToString());
        }

        Assert.Equal("""[["http://a/x","udp://b:1"],["http://c/"]]""", s.GetProperty("trackers").GetRawText());
        Assert.Equal("""["http://w/"]""", s.GetProperty("webSeeds").GetRawText());
        Assert.Equal(("text", "s", true), (s.GetProperty("comment").GetString(), s.GetProperty("source").GetString(), s.GetProperty("private").GetBoolean()));
    }

    [Fact]
    public async Task No_date_makes_equal_bytes_and_nothing_else_is_left_behind()
    {
        var file = _cli.Write("f", 100_000);
        Assert.Equal(0, (await Cli.Run("create", file, "-o", _cli.PathOf("1.torrent"), "--no-date")).Exit);
        Assert.Equal(0, (await Cli.Run("create", file, "-o", _cli.PathOf("2.torrent"), "--no-date")).Exit);

        Assert.Equal(File.ReadAllBytes(_cli.PathOf("1.torrent")), File.ReadAllBytes(_cli.PathOf("2.torrent")));
        Assert.Equal(["1.torrent", "2.torrent", "f"], Directory.GetFiles(_cli.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_output_file_that_is_there_is_replaced_only_by_force()
    {
        var file = _cli.Write("f", 100);
        var target = _cli.Write("t", 5);

        (await Cli.Run("create", file, "-o", target)).AssertFailed(1, "--force");
        Assert.Equal(5, new FileInfo(target).Length);
        Assert.Equal(0, (await Cli.Run("create", file, "-o", target, "--force")).Exit);
        Assert.NotEqual(5, new FileInfo(target).Length);
    }

    [Fact]
    public async Task Nothing_is_written_when_it_is_interrupted()
    {
        var file = _cli.Write("f", 100_000);
        using var source = new CancellationTokenSource();
        source.Cancel();

        var result = await Cli.Run(source.Token, "create", file, "-o", _cli.PathOf("t"));

        result.AssertFailed(130, "interrupted");
        Assert.Equal(["f"], Directory.GetFiles(_cli.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_path_that_is_not_there_fails_with_a_sentence() =>
        (await Cli.Run("create", _cli.PathOf("none"), "-o", _cli.PathOf("t"))).AssertFailed(1, "there is no file or folder");

    [Theory]
    [InlineData("--format", "v3", "'v3' is no format")]
    [InlineData("--piece-length", "17", "'17'")]
    [InlineData("--piece-length", "9000000G", "'9000000G'")]
    [InlineData("--tracker", "nonsense", "'nonsense' is no URL of a tracker")]
    [InlineData("--tracker", "http://a/,ftp://b/", "'ftp://b/' is no URL of a tracker")]
    [InlineData("--web-seed", "udp://a", "no URL of a web seed")]
    [InlineData("--bogus", "x", "--bogus")]
    public async Task What_makes_no_sense_is_wrong_usage(string option, string value, string says)
    {
        var file = _cli.Write("f", 100);
        (await Cli.Run("create", file, "-o", _cli.PathOf("t"), option, value)).AssertFailed(2, says);
    }

    [Fact]
    public async Task Excluded_files_are_not_in_the_torrent()
    {
        _cli.Write("stuff/a", 1);
        _cli.Write("stuff/b.tmp", 1);
        await Cli.Run("create", _cli.PathOf("stuff"), "-o", _cli.PathOf("t"), "--exclude", "*.tmp", "--exclude", "c");

        Assert.DoesNotContain("b.tmp", (await Cli.Run("show", _cli.PathOf("t"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_shared_is_never_replaced_by_its_torrent()
    {
        var lone = _cli.Write("lone", 100);
        var inner = _cli.Write("stuff/deep/a", 100);
        Directory.CreateSymbolicLink(_cli.PathOf("alias"), _cli.PathOf("stuff"));
        File.CreateSymbolicLink(_cli.PathOf("stuff/link"), lone);

        (await Cli.Run("create", lone, "-o", lone, "--force")).AssertFailed(2, $"'{lone}' is the file to share: name another file with -o");
        (await Cli.Run("create", lone, "-o", lone)).AssertFailed(2, "is the file to share");
        (await Cli.Run("create", _cli.PathOf("stuff"), "-o", inner, "--force")).AssertFailed(2, "is one of the files to share");
        (await Cli.Run("create", _cli.PathOf("stuff"), "-o", _cli.PathOf("alias/deep/a"), "--force")).AssertFailed(2, "is one of the files to share");
        (await Cli.Run("create", _cli.PathOf("alias"), "-o", inner, "--force")).AssertFailed(2, "is one of the files to share");
        (await Cli.Run("create", _cli.PathOf("stuff"), "-o", lone, "--force")).AssertFailed(2, "is one of the files to share");
        (await Cli.Run("create", _cli.PathOf("stuff"), "-o", _cli.PathOf("stuff/link"), "--force")).AssertFailed(2, "is one of the files to share");
        Assert.Equal((100, 100), (new FileInfo(lone).Length, new FileInfo(inner).Length));

        Assert.Equal(0, (await Cli.Run("create", _cli.PathOf("stuff"), "-o", inner, "--force", "--exclude", "deep")).Exit);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named_before_anything_is_hashed()
    {
        var file = _cli.Write("f", 100);
        using var source = new CancellationTokenSource();
        source.Cancel();

        var result = await Cli.Run(source.Token, "create", file, "-o", "/proc/x.torrent");

        result.AssertFailed(1, "'/proc/x.torrent' cannot be written (");
        Assert.EndsWith("): choose another place with -o\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_others_cannot_hold_are_told()
    {
        var lone = _cli.Write("a:b", 100);
        for (var i = 0; i < 7; i++)
        {
            _cli.Write($"stuff/{i}?", 100);
        }

        var one = await Cli.Run("create", lone, "-o", _cli.PathOf("1"));
        var many = await Cli.Run("create", _cli.PathOf("stuff"), "-o", _cli.PathOf("2"));

        Assert.Equal((0, "shoal: 'a:b' will be saved as 'a_b' by those who fetch it\n"), (one.Exit, one.Error));
        var lines = many.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal("shoal: 'stuff/0?' will be saved as 'stuff/0_' by those who fetch it", lines[0]);
        Assert.Equal("shoal: 2 more will be saved under other names; 'shoal show' lists them", lines[5]);
    }
}
