using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>What get says at its end can be checked against other commands.</summary>
public sealed class ClosingTests
{
    [Theory]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Get_ends_with_all_pieces_verified_and_the_root_that_hash_gives(string format)
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 1_000_003);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--format", format, "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        var get = box.Shoal("get", torrent, "--dir", box.At("copy"), "--bind", "127.0.0.1", "--port", "0", "--peer", seeder).EndsWith(0);

        Assert.Equal("disc.bin: 16/16 pieces verified", get.Out[^1]);
        var root = Value(get.Out, "v2 root").Replace("  disc.bin", "", StringComparison.Ordinal);
        Assert.Equal(64, root.Length);
        Assert.Equal(Value(box.RunShoal("hash", box.At("seed/disc.bin")).Out, "v2 root"), root);
        Assert.Equal(root, Value(box.RunShoal("hash", box.At("copy/disc.bin")).Out, "v2 root"));
    }

    private static string Value(string[] lines, string field) =>
        Assert.Single(lines, line => line.TrimStart().StartsWith(field, StringComparison.Ordinal)).TrimStart()[field.Length..].Trim();
}
