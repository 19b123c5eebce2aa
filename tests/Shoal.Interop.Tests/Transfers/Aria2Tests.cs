using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Both ways between shoal and aria2, which knows v1 alone: of any hybrid torrent, libtorrent's too, it computes another info-hash.</summary>
public sealed class Aria2Tests
{
    private static readonly string[] Quietly =
    [
        "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--file-allocation=none",
        "--summary-interval=0", "--seed-ratio=0.0",
    ];

    [Fact]
    public void Shoal_fetches_from_aria2()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        var port = Sandbox.FreePort();
        var aria2 = box.Start("aria2c", [.. Quietly, "--dir", box.At("seed"), $"--listen-port={port}", "--seed-time=1000", "--check-integrity=true", torrent]);
        Eventually.Is("aria2 to have checked its files", () => aria2.Out.Any(line => line.Contains("Verification finished successfully", StringComparison.Ordinal)), aria2.Story);

        var get = box.ShoalGet(torrent, "copy", "--peer", $"127.0.0.1:{port}").EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
        Assert.StartsWith("aria2", Json.Last(get).GetProperty("peers")[0].GetProperty("client").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Aria2_fetches_from_shoal()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        var (_, address) = box.ShoalSeed(torrent, "seed");
        var announce = box.Tracker(address);

        box.Run("aria2c", [.. Quietly, "--dir", box.At("copy"), $"--listen-port={Sandbox.FreePort()}", "--seed-time=0", "--bt-tracker=" + announce, torrent]);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }
}
