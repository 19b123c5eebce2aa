namespace Shoal.Cli.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public async Task Each_file_is_judged_by_itself(string format)
    {
        // 16 KiB multiples, so that v1 pieces are not shared either.
        foreach (var (name, seed) in new[] { "flipped", "gone", "long", "ok", "short" }.Select((name, i) => (name, i)))
        {
            _cli.Write("stuff/" + name, 4 * 16384, seed);
        }

        _cli.Write("stuff/empty", 0);
        var torrent = _cli.PathOf("t");
        Assert.Equal(0, (await Cli.Run("create", _cli.PathOf("stuff"), "-o", torrent, "--format", format, "--piece-length", "16K")).Exit);

        var right = await Cli.Run("verify", torrent, "--dir", _cli.Folder);
        Assert.Equal(0, right.Exit);
        Assert.EndsWith("20/20 pieces verified\n", right.Out, StringComparison.Ordinal);

        var bytes = File.ReadAllBytes(_cli.PathOf("stuff/flipped"));
        bytes[20_000] ^= 1;
        File.WriteAllBytes(_cli.PathOf("stuff/flipped"), bytes);
        File.Delete(_cli.PathOf("stuff/gone"));
        File.Delete(_cli.PathOf("stuff/empty"));
        File.AppendAllText(_cli.PathOf("stuff/long"), "x");
        using (var file = File.OpenWrite(_cli.PathOf("stuff/short")))
        {
            file.SetLength(2 * 16384 + 1);
        }

        var wrong = await Cli.Run("verify", torrent, "--dir", _cli.Folder, "--json");

        Assert.Equal(1, wrong.Exit);
        Assert.Equal(
            ["stuff/empty missing 0/0", "stuff/flipped damaged 3/4", "stuff/gone missing 0/4", "stuff/long damaged 4/4", "stuff/ok complete 4/4", "stuff/short damaged 2/4"],
            wrong.Json.SkipLast(1).Select(f => $"{f.GetProperty("path")} {f.GetProperty("condition")} {f.GetProperty("verified")}/{f.GetProperty("pieces")}"));
        Assert.Equal("13 of 20", $"{wrong.Json[^1].GetProperty("verified")} of {wrong.Json[^1].GetProperty("pieces")}");
    }

    [Fact]
    public async Task The_folder_is_needed_and_must_be_there()
    {
        var file = _cli.Write("f", 100);
        await Cli.Run("create", file, "-o", _cli.PathOf("t"));

        (await Cli.Run("verify", _cli.PathOf("t"))).AssertFailed(2, "--dir");
        (await Cli.Run("verify", _cli.PathOf("t"), "--dir", _cli.PathOf("nowhere"))).AssertFailed(1, "there is no folder");
    }

    [Fact]
    public async Task A_folder_that_holds_nothing_of_it_is_named()
    {
        _cli.Write("stuff/a", 100);
        _cli.Write("stuff/b", 100);
        await Cli.Run("create", _cli.PathOf("stuff"), "-o", _cli.PathOf("t"));

        var oneTooDeep = await Cli.Run("verify", _cli.PathOf("t"), "--dir", _cli.PathOf("stuff"));
        File.Delete(_cli.PathOf("stuff/a"));
        var half = await Cli.Run("verify", _cli.PathOf("t"), "--dir", _cli.Folder);

        Assert.Equal((1, $"shoal: nothing of 'stuff' is in '{_cli.PathOf("stuff")}': name the folder that holds it with --dir\n"), (oneTooDeep.Exit, oneTooDeep.Error));
        Assert.Equal((1, ""), (half.Exit, half.Error));
    }
}
