using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Peer exchange (BEP 11) with real programs: each test's third program is known to the second alone, and the first finds it.</summary>
public sealed class PeerExchangeTests
{
    private const int Length = 3_000_017;

    // So slow that the second cannot give everything before the first has found the third.
    private const string Slow = "300000";

    [Fact]
    public void Shoal_hears_of_a_libtorrent_peer_from_another()
    {
        using var box = new Sandbox();
        var torrent = Disc(box);
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", Slow, "--pex").Address;
        var between = box.Libtorrent("leech", torrent, "between", "--peer", seeder, "--pex");
        between.Child.Line("peer " + seeder);

        var get = box.ShoalGet(torrent, "copy", "--peer", between.Address).EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        var peers = Json.Last(get).GetProperty("peers").EnumerateArray().ToArray();

        // Both are told of each other, and whoever hears first dials: then the seeder's address is not the one that it listens on.
        Assert.Contains(peers, peer => peer.GetProperty("address").GetString() != between.Address && peer.Number("received") > 0);
    }

    [Fact]
    public void Libtorrent_hears_of_another_from_shoal()
    {
        using var box = new Sandbox();
        var torrent = Disc(box);
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", Slow, "--pex");
        var between = Between(box, torrent, seeder);

        var leech = box.Libtorrent("leech", torrent, "copy", "--peer", between, "--pex");

        // Shoal tells each of the other, and whoever is first dials.
        Eventually.Is(
            "the two to connect", () => leech.Child.Out.Any(line => line.StartsWith("peer ", StringComparison.Ordinal) && line.Contains("libtorrent", StringComparison.Ordinal)), leech.Child.Story);
        leech.Completes();
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    [Fact]
    public void Nobody_hears_of_others_in_a_private_torrent()
    {
        using var box = new Sandbox();
        var torrent = Disc(box, "--private");
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", Slow, "--pex");
        var between = Between(box, torrent, seeder);

        var leech = box.Libtorrent("leech", torrent, "copy", "--peer", between, "--pex");

        leech.Completes();
        Assert.All(leech.Child.Out.Where(line => line.StartsWith("peer ", StringComparison.Ordinal)), line => Assert.StartsWith("peer " + between + " ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Transmission_hears_of_libtorrent_from_shoal()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", Length);
        using var network = new PrivateNetwork(box);
        var announce = network.Start("/usr/bin/python3", Sandbox.TrackerScript, PrivateNetwork.Address, PrivateNetwork.OtherAddress, "7002").Line("ready ").Split(' ')[1];
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--format", "v1", "--piece-length", "64K", "-t", announce);
        var seeder = network.Start(
            "/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, box.At("seed"), PrivateNetwork.Address, "--port", "7001", "--up", Slow, "--pex");
        seeder.Line("ready ");
        var between = network.Start(
            ShoalProgram.Path, "get", torrent, "--dir", box.NewFolder("between"), "--bind", PrivateNetwork.OtherAddress, "--port", "7002",
            "--peer", PrivateNetwork.Address + ":7001", "--keep-seeding", "--json");
        seeder.Line("peer " + PrivateNetwork.OtherAddress);

        File.WriteAllText(Path.Combine(box.NewFolder("transmission"), "settings.json"), $$"""
            {"utp-enabled": false, "dht-enabled": false, "lpd-enabled": false, "pex-enabled": true, "port-forwarding-enabled": false, "bind-address-ipv4": "{{PrivateNetwork.ThirdAddress}}"}
            """);
        var transmission = network.Start("transmission-cli", "-g", box.At("transmission"), "-w", box.NewFolder("copy"), "-p", "7003", "-M", "-et", torrent);

        Eventually.Is(
            "transmission to connect with the seeder",
            () => seeder.Out.Any(line => line.StartsWith("peer " + PrivateNetwork.ThirdAddress, StringComparison.Ordinal) && line.Contains("Transmission", StringComparison.Ordinal)),
            () => seeder.Story() + between.Story() + transmission.Story());
    }

    /// <summary>Starts a leecher of our own that knows the seeder alone; returns where it listens, once the two are connected.</summary>
    private static string Between(Sandbox box, string torrent, LibtorrentNode seeder)
    {
        var port = $"{Sandbox.FreePort()}";
        box.Shoal("get", torrent, "--dir", box.At("between"), "--bind", "127.0.0.1", "--port", port, "--peer", seeder.Address, "--keep-seeding", "--json");
        seeder.Child.Line("peer 127.0.0.1");
        return "127.0.0.1:" + port;
    }

    private static string Disc(Sandbox box, params string[] options)
    {
        box.Write("seed/disc.bin", Length);
        return box.Create("seed/disc.bin", "disc.torrent", ["--piece-length", "64K", .. options]);
    }
}
