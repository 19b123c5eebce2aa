using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Both ways between shoal and transmission, which knows v1 alone: 3.00 opens no hybrid torrent, libtorrent's neither.</summary>
public sealed class TransmissionTests
{
    [Fact]
    public void Shoal_fetches_from_transmission()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K");
        using var network = new PrivateNetwork(box);
        var transmission = Transmission(box, network, torrent, "seed", 7001);
        Seeds(transmission);

        var get = network.Start(
            ShoalProgram.Path, "get", torrent, "--dir", box.At("copy"), "--bind", PrivateNetwork.Address, "--port", "0", "--peer", PrivateNetwork.Address + ":7001", "--json").EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
        Assert.StartsWith("Transmission", Json.Last(get).GetProperty("peers")[0].GetProperty("client").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Transmission_fetches_from_shoal()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        using var network = new PrivateNetwork(box);
        var tracker = network.Start("/usr/bin/python3", Sandbox.TrackerScript, PrivateNetwork.Address, PrivateNetwork.OtherAddress, "7002");
        var announce = tracker.Line("ready ").Split(' ')[1];
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "64K", "-t", announce);
        var seed = network.Start(ShoalProgram.Path, "seed", torrent, "--dir", box.At("seed"), "--bind", PrivateNetwork.OtherAddress, "--port", "7002", "--json");
        seed.Line("{");

        Seeds(Transmission(box, network, torrent, box.NewFolder("copy"), 7001));

        // It makes no empty files.
        File.Delete(box.At("seed/shelf/empty"));
        File.Delete(box.At("seed/shelf/folder 1/empty too"));
        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    private static Child Transmission(Sandbox box, PrivateNetwork network, string torrent, string folder, int port)
    {
        // It would try uTP first, for half a minute.
        File.WriteAllText(Path.Combine(box.NewFolder("transmission"), "settings.json"), OtherClients.TrackersAlone);
        return network.Start("transmission-cli", "-g", box.At("transmission"), "-w", box.At(folder), "-p", $"{port}", "-M", "-et", torrent);
    }

    private static void Seeds(Child transmission) => Eventually.Is(
        "transmission to have everything", () => transmission.Out.Any(line => line.Contains("Seeding,", StringComparison.Ordinal)), transmission.Story);
}
