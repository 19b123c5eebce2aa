using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Two of ours, libtorrent, transmission and aria2 around one torrent, introduced by a real tracker.</summary>
[Collection(Alone.Name)]
public sealed class MixedSwarmTests
{
    private const int Size = 32 * 1024 * 1024;

    // Everybody's line is the same. One copy takes ten seconds: all are there long before it is out, and have to share.
    private const int KiBASecond = 3 * 1024;
    private const double WantedShare = 0.1;

    [Fact]
    public void Everybody_completes_and_ours_give_to_each()
    {
        using var box = new Sandbox();
        using var network = new PrivateNetwork(box);
        box.Write("seed/disc.bin", Size);
        var (seedAt, leechAt, libtorrentAt, transmissionAt, aria2At, trackerAt) = (At(1), At(2), At(3), At(4), At(5), At(6));
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--format", "v1", "--piece-length", "128K", "-t", $"http://{trackerAt}:6969/announce");
        var hash = box.InfoHashOf(torrent);
        _ = new Opentracker(box, network.Start, trackerAt, hash);

        var seed = network.Start(ShoalProgram.Path, "seed", torrent, "--dir", box.At("seed"), "--bind", seedAt, "--port", "7001", "--up", $"{KiBASecond}K", "--json");
        Known("8:completei1e");
        // It is the slowest to begin.
        var transmission = Transmission(box, network, torrent, transmissionAt);
        Known("10:incompletei1e");
        var libtorrent = network.Start("/usr/bin/python3", Sandbox.NodeScript, "leech", torrent, box.NewFolder("libtorrent"), libtorrentAt, "--port", "7003", "--up", $"{KiBASecond * 1024}");
        var aria2 = network.Start(
            "aria2c", "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--file-allocation=none", "--summary-interval=0",
            "--seed-time=0", $"--max-upload-limit={KiBASecond}K", "--listen-port=7005", "--interface=" + aria2At, "--dir", box.NewFolder("aria2"), torrent);
        var leech = network.Start(
            ShoalProgram.Path, "get", torrent, "--dir", box.NewFolder("shoal"), "--bind", leechAt, "--port", "7002", "--up", $"{KiBASecond}K", "--keep-seeding", "--json");

        leech.Line("{");
        libtorrent.Line("complete");
        aria2.EndsWith(0);
        Eventually.Is("transmission to have everything", () => transmission.Out.Any(line => line.Contains("Seeding,", StringComparison.Ordinal)), transmission.Story);
        foreach (var copy in new[] { "shoal", "libtorrent", "transmission", "aria2" })
        {
            Copies.AreEqual(box.At("seed/disc.bin"), box.At(copy + "/disc.bin"));
        }

        void Known(string counted) => network.Start("/usr/bin/python3", Sandbox.ScrapeScript, trackerAt + ":6969", hash, counted).Line("known");

        var sent = Ended(seed).Concat(Ended(leech)).ToLookup(p => p.Address, p => p.Sent);
        var all = sent.Sum(peer => peer.Sum());
        var shares = new[] { libtorrentAt, transmissionAt, aria2At }.Select(address => sent[address].Sum() / (double)all).ToArray();
        Assert.True(Array.TrueForAll(shares, share => share >= WantedShare), $"libtorrent, transmission, aria2: {string.Join(", ", shares.Select(s => $"{s:P1}"))} of {all}\n{seed.Story()}\n{leech.Story()}");
        // The others give too: ours did not carry the swarm alone.
        Assert.True(all < 4L * Size, $"{all} bytes sent\n{seed.Story()}");
    }

    private static string At(int i) => PrivateNetwork.Numbered(i);

    private static Child Transmission(Sandbox box, PrivateNetwork network, string torrent, string address)
    {
        File.WriteAllText(Path.Combine(box.NewFolder("transmission-state"), "settings.json"), $$"""
            {"utp-enabled": false, "dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "port-forwarding-enabled": false,
             "speed-limit-up-enabled": true, "speed-limit-up": {{KiBASecond}}, "bind-address-ipv4": "{{address}}"}
            """);
        return network.Start("transmission-cli", "-g", box.At("transmission-state"), "-w", box.NewFolder("transmission"), "-p", "7004", "-M", "-et", torrent);
    }

    /// <summary>Stops one of ours; returns how much it sent to each address.</summary>
    private static IEnumerable<(string Address, long Sent)> Ended(Child shoal)
    {
        shoal.Signal(Child.SigTerm);
        shoal.End();
        return Json.Last(shoal).GetProperty("peers").EnumerateArray()
            .Select(peer => (peer.GetProperty("address").GetString()!.Split(':')[0], peer.Number("sent")));
    }
}
