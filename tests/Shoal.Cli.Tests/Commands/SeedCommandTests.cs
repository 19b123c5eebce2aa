namespace Shoal.Cli.Tests.Commands;

public sealed class SeedCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_folder_without_torrents_is_told() =>
        (await Cli.Run("seed", _cli.Folder, "--dir", _cli.Folder)).AssertFailed(1, "there is no .torrent file in");

    [Fact]
    public async Task Each_torrent_of_a_folder_that_cannot_be_shared_is_named()
    {
        _cli.Write("torrents/broken.torrent", 100);
        _cli.Write("torrents/empty.torrent", 0);
        _cli.Write("torrents/other.txt", 100);
        var result = await Cli.Run("seed", _cli.PathOf("torrents"), "--dir", _cli.Folder, "--bind", "127.0.0.1", "--port", "0");

        Assert.Equal((1, ""), (result.Exit, result.Out));
        Assert.Contains("none of the torrents can be shared", result.Error, StringComparison.Ordinal);
        Assert.Contains("broken.torrent' cannot be used: it is not a .torrent; left out", result.Error, StringComparison.Ordinal);
        Assert.Contains("empty.torrent' cannot be used: it is empty; left out", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("other.txt", result.Error, StringComparison.Ordinal);
    }
}
