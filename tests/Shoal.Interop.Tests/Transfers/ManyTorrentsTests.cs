using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Several torrents in one run, and parts of one.</summary>
public sealed class ManyTorrentsTests
{
    [Fact]
    public void One_get_fetches_several_torrents_at_once()
    {
        using var box = new Sandbox();
        var torrents = new List<string>();
        foreach (var name in new[] { "a.bin", "b.bin", "c.bin" })
        {
            box.Write("seed/" + name, 2_000_003, name[0]);
            torrents.Add(box.Create("seed/" + name, name + ".torrent", "--piece-length", "64K"));
        }

        var seed = box.Shoal(["seed", .. torrents, "--dir", box.At("seed"), "--bind", "127.0.0.1", "--port", "0", "--json"]);
        Eventually.Is("all three to be shared", () => seed.Out.Length == 3, seed.Story);
        var address = Json.Of(seed.Out[0]).GetProperty("listening").GetString()!;

        var get = box.Shoal(["get", .. torrents, "--dir", box.At("copy"), "--bind", "127.0.0.1", "--port", "0", "--peer", address, "--json"]).EndsWith(0);

        Copies.AreEqual(box.At("seed"), box.At("copy"));
        Assert.Equal(["a.bin", "b.bin", "c.bin"], get.Out.Select(line => Json.Of(line).GetProperty("name").GetString()!));
        Assert.All(get.Out, line => Assert.Equal(31, Json.Of(line).Number("piecesVerified")));
    }

    [Fact]
    public void Libtorrent_fetches_one_of_a_folder_of_idle_torrents()
    {
        using var box = new Sandbox();
        var folder = box.NewFolder("torrents");
        foreach (var name in new[] { "a.bin", "b.bin", "c.bin" })
        {
            box.Write("seed/" + name, 2_000_003, name[0]);
            box.Create("seed/" + name, $"torrents/{name}.torrent", "--piece-length", "64K", "--format", "hybrid");
        }

        box.Write("torrents/broken.torrent", 100);
        var (seed, address) = box.ShoalSeed(folder, "seed");
        Eventually.Is("all three to be shared and the broken one to be named", () => seed.Out.Length == 3 && seed.Story().Contains("left out", StringComparison.Ordinal), seed.Story);

        box.Libtorrent("leech", box.At("torrents/b.bin.torrent"), "copy", "--peer", address).Completes();

        Copies.AreEqual(box.At("seed/b.bin"), box.At("copy/b.bin"));
        seed.Signal(Child.SigTerm);
        seed.End();
        var end = seed.Out[^1];
        Assert.Equal(("b.bin", 2_000_003), (Json.Of(end).GetProperty("name").GetString(), Json.Of(end).Number("sent")));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("hybrid")]
    public void Selected_files_alone_are_written_whatever_pieces_they_share(string format)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;
        var wanted = new[] { "folder 1/4.bin", "folder 2/11.bin", "été/日本語 ファイル.txt", "empty" };

        box.ShoalGet(torrent, "copy", ["--peer", seeder, .. wanted.SelectMany(path => new[] { "--select", path })]).EndsWith(0);

        var found = Directory.EnumerateFiles(box.At("copy/shelf"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(box.At("copy/shelf"), path));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.All(wanted, path => Copies.AreEqual(box.At("seed/shelf/" + path), box.At("copy/shelf/" + path)));

        // What the shared pieces brought of the other files is not fetched again, and no file is harmed.
        box.ShoalGet(torrent, "copy", "--peer", seeder).EndsWith(0);
        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Sequential_fetches_from_the_beginning_to_the_end()
    {
        const int pieceLength = 64 * 1024;
        const int pieces = 96;
        using var box = new Sandbox();
        var bytes = box.Write("seed/disc.bin", pieces * pieceLength);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", $"{4 * 1024 * 1024}").Address;

        var get = box.ShoalGet(torrent, "copy", "--peer", seeder, "--sequential");
        Eventually.Is("a third of the file", () => Copies.RightPieces(box.At("copy/disc.bin"), bytes, pieceLength) >= pieces / 3, get.Story);
        get.Signal(Child.SigKill);
        get.End();

        var right = Copies.RightPieces(box.At("copy/disc.bin"), bytes, pieceLength);
        var fromTheStart = Copies.RightPieces(box.At("copy/disc.bin"), bytes.AsSpan(0, right * pieceLength), pieceLength);
        // Pieces in a row are hashed on several cores: the last few may be written in another order.
        Assert.InRange(fromTheStart, right - 3, right);
    }
}
