using System.Diagnostics;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Limits as the other side feels them.</summary>
public sealed class RatesTests
{
    private const int Size = 6_000_000;
    private const double Rate = 600 * 1024;

    [Fact]
    public void Libtorrent_gets_from_shoal_what_the_upload_limit_says()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", Size);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var (_, address) = box.ShoalSeed(torrent, "seed", "--up", "600K");

        var leech = box.Libtorrent("leech", torrent, "copy", "--peer", address);
        _ = leech.Address;
        var watch = Stopwatch.StartNew();
        leech.Completes();

        AssertRate(watch.Elapsed);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    [Fact]
    public void Shoal_gets_from_libtorrent_what_the_download_limit_says()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", Size);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        var watch = Stopwatch.StartNew();
        box.ShoalGet(torrent, "copy", "--peer", seeder, "--down", "600K").EndsWith(0);

        AssertRate(watch.Elapsed);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    [Fact]
    public void A_seed_ends_by_itself_when_it_has_sent_its_ratio()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 300_000);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var (seed, address) = box.ShoalSeed(torrent, "seed", "--seed-ratio", "2");

        box.ShoalGet(torrent, "copy1", "--peer", address).EndsWith(0);
        box.ShoalGet(torrent, "copy2", "--peer", address).EndsWith(0);

        seed.EndsWith(0);
    }

    /// <summary>Within a tenth; a second more for connecting and the program's start and end.</summary>
    private static void AssertRate(TimeSpan took) => Assert.InRange(took.TotalSeconds, Size / Rate * 0.9, (Size / Rate * 1.1) + 1);
}
