using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>By a link alone, with programs other than libtorrent.</summary>
public sealed class OthersByLinkTests
{
    private static readonly string[] Aria2 =
    [
        "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--file-allocation=none",
        "--summary-interval=0", "--seed-ratio=0.0",
    ];

    [Fact]
    public void Shoal_fetches_by_link_from_aria2()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        var port = Sandbox.FreePort();
        var aria2 = box.Start("aria2c", [.. Aria2, "--dir", box.At("seed"), $"--listen-port={port}", "--seed-time=1000", "--check-integrity=true", torrent]);
        Eventually.Is("aria2 to have checked its files", () => aria2.Out.Any(line => line.Contains("Verification finished successfully", StringComparison.Ordinal)), aria2.Story);

        box.ShoalGet(MagnetTests.LinkOf(box, torrent), "copy", "--peer", $"127.0.0.1:{port}").EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Aria2_fetches_by_link_from_shoal()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        var (_, address) = box.ShoalSeed(torrent, "seed");
        var link = $"{MagnetTests.LinkOf(box, torrent)}&tr={Uri.EscapeDataString(box.Tracker(address))}";

        box.Run("aria2c", [.. Aria2, "--dir", box.At("copy"), $"--listen-port={Sandbox.FreePort()}", "--seed-time=0", link]);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Shoal_fetches_by_link_from_transmission()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        var link = MagnetTests.LinkOf(box, torrent);
        using var network = new PrivateNetwork(box);
        Seeds(Transmission(box, network, torrent, "seed"));

        network.Start(ShoalProgram.Path, "get", link, "--dir", box.At("copy"), "--bind", PrivateNetwork.Address, "--port", "0", "--peer", PrivateNetwork.Address + ":7001").EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Transmission_fetches_by_link_from_shoal()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        using var network = new PrivateNetwork(box);
        var tracker = network.Start("/usr/bin/python3", Sandbox.TrackerScript, PrivateNetwork.Address, PrivateNetwork.OtherAddress, "7002");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.Line("ready ").Split(' ')[1]);
        var link = MagnetTests.LinkOf(box, torrent);
        network.Start(ShoalProgram.Path, "seed", torrent, "--dir", box.At("seed"), "--bind", PrivateNetwork.OtherAddress, "--port", "7002", "--json").Line("{");

        var transmission = Transmission(box, network, link, box.NewFolder("copy"));
        Eventually.Is("transmission to have everything", () => transmission.Errors.Any(line => line.EndsWith("to \"Complete\"", StringComparison.Ordinal)), transmission.Story);

        // It makes no empty files.
        File.Delete(box.At("seed/shelf/empty"));
        File.Delete(box.At("seed/shelf/folder 1/empty too"));
        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void Shoal_fetches_by_link_from_libtorrent_over_IPv6()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 3_000_017);
        var torrent = box.Create("seed/disc.bin", "disc.torrent");
        var seeder = box.LibtorrentOn("::1", "seed", torrent, "seed").Address;

        box.Shoal("get", MagnetTests.LinkOf(box, torrent), "--dir", box.At("copy"), "--bind", "::1", "--port", "0", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    private static Child Transmission(Sandbox box, PrivateNetwork network, string torrent, string folder)
    {
        // It would try uTP first, for half a minute.
        File.WriteAllText(Path.Combine(box.NewFolder("transmission"), "settings.json"), OtherClients.TrackersAlone);
        return network.Start("transmission-cli", "-g", box.At("transmission"), "-w", box.At(folder), "-p", "7001", "-M", "-et", torrent);
    }

    private static void Seeds(Child transmission) => Eventually.Is(
        "transmission to have everything", () => transmission.Out.Any(line => line.Contains("Seeding,", StringComparison.Ordinal)), transmission.Story);
}
