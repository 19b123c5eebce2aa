using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Peers that serve what is not the file.</summary>
public sealed class DamagedSeederTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public void Get_fetches_again_what_a_damaged_seeder_served_and_says_how_many_pieces()
    {
        using var box = new Sandbox();
        var bytes = box.Write("good/disc.bin", 24 * MiB);
        box.WriteDamaged("bad/disc.bin", bytes, 0.05);
        var torrent = box.Create("good/disc.bin", "disc.torrent", "--piece-length", "64K");
        // Both capped alike, so that neither has served it all before the other is asked.
        var good = box.Libtorrent("seed", torrent, "good", "--up", $"{8 * MiB}").Address;
        var bad = box.Libtorrent("seed", torrent, "bad", "--up", $"{8 * MiB}").Address;

        var get = box.ShoalGet(torrent, "copy", "--peer", good, "--peer", bad).EndsWith(0);

        Copies.AreEqual(box.At("good/disc.bin"), box.At("copy/disc.bin"));
        var summary = Json.Last(get);
        Assert.Equal(summary.Number("pieces"), summary.Number("piecesVerified"));
        Assert.True(summary.Number("piecesFetchedAgain") > 0, get.Story());
        var failures = summary.GetProperty("peers").EnumerateArray().ToDictionary(p => p.GetProperty("address").GetString()!, p => p.Number("failedPieces"));
        Assert.True(failures[bad] > 0, get.Story());
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void A_damaged_libtorrent_seeder_is_found_and_banned_while_the_download_completes_from_honest_ones(string format)
    {
        using var box = new Sandbox();
        var bytes = box.Write("good/disc.bin", 24 * MiB);
        box.WriteDamaged("bad/disc.bin", bytes, 0.05);
        var torrent = box.Create("good/disc.bin", "disc.torrent", "--piece-length", "256K", "--format", format);
        string Seed(string folder) => box.Libtorrent("seed", torrent, folder, "--up", $"{4 * MiB}").Address;
        string[] seeders = [Seed("good"), Seed("bad"), Seed("good")];

        var get = box.ShoalGet(torrent, "copy", "--peer", seeders[0], "--peer", seeders[1], "--peer", seeders[2]).EndsWith(0);

        Copies.AreEqual(box.At("good/disc.bin"), box.At("copy/disc.bin"));
        var banned = Assert.Single(Json.Last(get).GetProperty("banned").EnumerateArray());
        Assert.Equal((seeders[1], "sent data that failed its hash"), (banned.GetProperty("address").GetString(), banned.GetProperty("reason").GetString()));
    }

    [Fact]
    public void Get_tells_a_person_how_many_pieces_were_fetched_again_and_who_was_banned_and_why()
    {
        using var box = new Sandbox();
        var bytes = box.Write("good/disc.bin", 4 * MiB);
        box.WriteDamaged("bad/disc.bin", bytes, 0.05);
        var torrent = box.Create("good/disc.bin", "disc.torrent", "--piece-length", "64K");
        var bad = box.Libtorrent("seed", torrent, "bad").Address;
        var good = box.Libtorrent("seed", torrent, "good", "--up", $"{1 * MiB}").Address;

        var get = box.Shoal("get", torrent, "--dir", box.At("copy"), "--bind", "127.0.0.1", "--port", "0", "--peer", bad, "--peer", good).EndsWith(0);

        Copies.AreEqual(box.At("good/disc.bin"), box.At("copy/disc.bin"));
        Assert.Contains(get.Out, line => line.StartsWith("fetched again ", StringComparison.Ordinal) && line.EndsWith("that failed the hash", StringComparison.Ordinal));
        Assert.Contains(get.Out, line => line.StartsWith($"banned        {bad} (", StringComparison.Ordinal) && line.EndsWith("), because it sent data that failed its hash", StringComparison.Ordinal));
        Assert.Contains("disc.bin: 64/64 pieces verified", get.Out);
    }
}
