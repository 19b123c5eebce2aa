using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>By a link alone, both ways between shoal and others (BEP 9, 52).</summary>
public sealed class MagnetTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Shoal_fetches_by_link_from_libtorrent(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        box.ShoalGet(LinkOf(box, torrent), "copy", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Libtorrent_fetches_by_link_from_shoal(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K");
        var (_, address) = box.ShoalSeed(torrent, "seed");

        box.Libtorrent("leech", LinkOf(box, torrent), "copy", "--peer", address).Completes();

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void Shoal_fetches_by_link_from_shoal(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K");
        var (_, address) = box.ShoalSeed(torrent, "seed");

        box.ShoalGet(LinkOf(box, torrent), "copy", "--peer", address).EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Theory]
    [InlineData("v1", "btih")]
    [InlineData("hybrid", "btih")]
    [InlineData("hybrid", "btmh")]
    public void A_link_with_one_hash_of_a_hybrid_is_enough(string format, string hash)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;
        var link = "magnet:?" + LinkOf(box, torrent)["magnet:?".Length..].Split('&').Single(part => part.Contains(hash, StringComparison.Ordinal));

        box.ShoalGet(link, "copy", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void A_link_may_choose_files_and_name_a_peer()
    {
        using var box = new Sandbox();
        box.Write("seed/pair/a.bin", 300_000, 1);
        box.Write("seed/pair/b.bin", 300_000, 2);
        var torrent = box.Create("seed/pair", "pair.torrent", "--format", "v1", "--piece-length", "16K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        box.ShoalGet($"{LinkOf(box, torrent)}&so=1&x.pe={seeder}", "copy").EndsWith(0);

        Assert.Equal(File.ReadAllBytes(box.At("seed/pair/b.bin")), File.ReadAllBytes(box.At("copy/pair/b.bin")));
        Assert.False(File.Exists(box.At("copy/pair/a.bin")));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("hybrid")]
    public void The_second_run_knows_without_a_peer_what_the_link_leads_to(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;
        var link = LinkOf(box, torrent);
        box.ShoalGet(link, "copy", "--peer", seeder).EndsWith(0);

        box.ShoalGet(link, "copy").EndsWith(0);
        box.ShoalGet(link, "copy", "--select", "*nothing like it*").EndsWith(2);
    }

    internal static string LinkOf(Sandbox box, string torrent) =>
        Json.Of(box.RunShoal("show", torrent, "--json").Out[0]).GetProperty("magnet").GetString()!;
}
