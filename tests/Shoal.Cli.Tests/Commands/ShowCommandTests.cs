using System.Text;

namespace Shoal.Cli.Tests.Commands;

public sealed class ShowCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("", "cannot be used: it is empty\n")]
    [InlineData("no torrent", "cannot be used: it is not a .torrent\n")]
    [InlineData("d4:infod6:lengthi1e4:name2:..12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee", "cannot be used")]
    [InlineData("d4:infod6:lengthi1e4:name1:x12:piece lengthi0e6:pieces20:aaaaaaaaaaaaaaaaaaaaee", "cannot be used")]
    public async Task A_hostile_torrent_is_refused_with_exit_code_3(string content, string says)
    {
        File.WriteAllText(_cli.PathOf("h"), content);
        (await Cli.Run("show", _cli.PathOf("h"))).AssertFailed(3, says);
        (await Cli.Run("verify", _cli.PathOf("h"), "--dir", _cli.Folder)).AssertFailed(3, says);
    }

    [Theory]
    [InlineData("magnet:?x")]
    [InlineData("MAGNET:?xt=urn:btih:00")]
    public async Task An_unusable_link_is_refused_with_exit_code_3(string link) => (await Cli.Run("show", link)).AssertFailed(3, "cannot be used");

    [Fact]
    public async Task A_file_that_is_not_there_or_is_a_folder_fails_with_exit_code_1()
    {
        (await Cli.Run("show", _cli.PathOf("none"))).AssertFailed(1, "there is no file");
        (await Cli.Run("show", _cli.Folder)).AssertFailed(1, "it is a folder");
    }

    [Fact]
    public async Task Names_cannot_steer_the_terminal()
    {
        var name = "a\x1b[31m\u202E\nb";
        File.WriteAllText(_cli.PathOf("h"), $"d7:comment3:\x1b[m4:infod6:lengthi1e4:name{Encoding.UTF8.GetByteCount(name)}:{name}12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");

        var shown = await Cli.Run("show", _cli.PathOf("h"));

        Assert.Equal(0, shown.Exit);
        Assert.Contains(@"a\u{1b}[31m\u{202e}\u{a}b", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', shown.Out);
        Assert.DoesNotContain('\u202E', shown.Out);
        Assert.Contains("saved as", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', (await Cli.Run("show", _cli.PathOf("h"), "--json")).Out);
    }

    [Fact]
    public async Task Pieces_are_shown_with_every_hash()
    {
        var file = _cli.Write("f", 3 * 16384 + 1);
        await Cli.Run("create", file, "-o", _cli.PathOf("t"), "--piece-length", "16K");

        var pieces = (await Cli.Run("show", _cli.PathOf("t"), "--pieces", "--json")).Json.Where(j => j.GetProperty("type").GetString() is "piece").ToArray();

        Assert.Equal([16384, 16384, 16384, 1], pieces.Select(p => p.GetProperty("length").GetInt32()));
        var third = File.ReadAllBytes(file).AsSpan(2 * 16384, 16384);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(third)), pieces[2].GetProperty("v1").GetString());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(third)), pieces[2].GetProperty("v2").GetString());
        Assert.Contains("4 of 16 KiB, the last of 1 byte", (await Cli.Run("show", _cli.PathOf("t"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_magnet_link_is_taken_apart()
    {
        const string hash = "5df6ba2007dd0e10fb5aaf1d3e6fb861ce44bbc7";
        var shown = Assert.Single((await Cli.Run("show", $"magnet:?xt=urn:btih:{hash}&dn=a+b&tr=http%3A%2F%2Fa%2F&x.pe=[::1]:5&so=0,2-3", "--json")).Json);

        Assert.Equal(hash, shown.GetProperty("infoHashV1").GetString());
        Assert.Equal("""["http://a/"]""", shown.GetProperty("trackers").GetRawText());
        Assert.Equal("""["[::1]:5"]""", shown.GetProperty("peers").GetRawText());
        Assert.Equal("[0,2,3]", shown.GetProperty("selectedFiles").GetRawText());
    }
}
