using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Both ways between shoal and libtorrent, in every format.</summary>
public sealed class LibtorrentTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Libtorrent_fetches_many_files_from_shoal(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "64K");
        var (_, address) = box.ShoalSeed(torrent, "seed");

        box.Libtorrent("leech", torrent, "copy", "--peer", address).Completes();

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Libtorrent_fetches_from_shoal_what_mktorrent_made()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        box.Run("mktorrent", "-l", "16", "-o", box.At("m.torrent"), box.At("seed/shelf"));
        var (_, address) = box.ShoalSeed(box.At("m.torrent"), "seed");

        box.Libtorrent("leech", box.At("m.torrent"), "copy", "--peer", address).Completes();

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Shoal_fetches_many_files_from_libtorrent(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        box.ShoalGet(torrent, "copy", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Shoal_fetches_from_shoal_over_IPv6()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 3_000_017);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var seed = box.Shoal("seed", torrent, "--dir", box.At("seed"), "--bind", "::1", "--port", "0", "--json");
        var address = Json.Of(seed.Line("{")).GetProperty("listening").GetString()!;
        Assert.StartsWith("[::1]:", address, StringComparison.Ordinal);

        box.Shoal("get", torrent, "--dir", box.At("copy"), "--bind", "::1", "--port", "0", "--peer", address).EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    [Fact]
    public void Shoal_fetches_from_libtorrent_over_IPv6()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 3_000_017);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var seeder = box.LibtorrentOn("::1", "seed", torrent, "seed").Address;

        var get = box.Shoal("get", torrent, "--dir", box.At("copy"), "--bind", "::1", "--port", "0", "--peer", seeder, "--json").EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        Assert.Equal(seeder, Json.Last(get).GetProperty("peers")[0].GetProperty("address").GetString());
    }
}
