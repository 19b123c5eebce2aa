namespace Shoal.Interop.Tests.Programs;

/// <summary>Clients of others that find their peers by trackers alone, in a network of the test's.</summary>
internal static class OtherClients
{
    public const string TrackersAlone = """{"utp-enabled": false, "dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "port-forwarding-enabled": false}""";

    /// <summary>Fetches into a folder, and goes on seeding.</summary>
    public static Child StartTransmission(this PrivateNetwork network, Sandbox box, string torrent, string folder)
    {
        File.WriteAllText(Path.Combine(box.NewFolder(folder + "-settings"), "settings.json"), TrackersAlone);
        return network.Start("transmission-cli", "-g", box.At(folder + "-settings"), "-w", box.NewFolder(folder), "-p", "7001", "-M", "-et", torrent);
    }

    /// <summary>Fetches into a folder, and goes on seeding. Without DHT it speaks no UDP with trackers.</summary>
    public static Child StartAria2(this PrivateNetwork network, Sandbox box, string torrent, string folder, bool byUdp = false) => network.Start("aria2c", [
        "--no-conf", $"--enable-dht={(byUdp ? "true" : "false")}", "--dht-listen-port=7004", "--dht-file-path=" + box.At("dht.dat"), "--enable-dht6=false", "--bt-enable-lpd=false",
        "--enable-peer-exchange=false", "--file-allocation=none", "--summary-interval=0", "--seed-ratio=0.0", "--seed-time=1000", "--dir", box.NewFolder(folder), "--listen-port=7003", torrent]);
}
