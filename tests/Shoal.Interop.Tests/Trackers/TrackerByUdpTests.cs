using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>Real programs that know of nobody but `shoal tracker`, by UDP.</summary>
public sealed class TrackerByUdpTests
{
    /// <summary>Transmission comes first: it keeps one connection with an address, and aria2 may let it wait for half a minute.</summary>
    [Fact]
    public void Aria2_and_transmission_find_libtorrent_by_udp()
    {
        using var box = new Sandbox();
        box.Write("libtorrent/file.bin", 1_500_001);
        using var network = new PrivateNetwork(box);
        var tracker = new ShoalTracker(network.Start(ShoalProgram.Path, ShoalTracker.Arguments(PrivateNetwork.Address)));
        var torrent = box.Create("libtorrent/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.Udp);

        var libtorrent = network.Start("/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, box.At("libtorrent"), PrivateNetwork.Address);
        libtorrent.Line("ready");
        network.StartTransmission(box, torrent, "transmission");
        Has("transmission");

        // Without DHT aria2 speaks no UDP to trackers; here nobody else has one.
        network.StartAria2(box, torrent, "aria2", byUdp: true);
        Has("aria2");
        var (announces, torrents) = tracker.Stop();
        // Each comes, and two become seeds.
        Assert.True(announces >= 4 && torrents == 1, $"{announces} announces, {torrents} torrents");

        void Has(string whose) => Eventually.Is(
            $"{whose} to have the file", () => Copies.IsSame(box.At("libtorrent/file.bin"), box.At(whose + "/file.bin")),
            () => string.Join('\n', box.Stories));
    }

    [Theory]
    [InlineData("127.0.0.1", "")]
    [InlineData("::1", "")]
    [InlineData("127.0.0.1", "portable")]
    [InlineData("::1", "portable")]
    public void Libtorrent_finds_libtorrent_by_udp_in_either_family(string ip, string sockets)
    {
        using var box = new Sandbox();
        box.Write("seed/file.bin", 300_001);
        var tracker = new ShoalTracker(box.Start("/usr/bin/env", ["SHOAL_SOCKETS=" + sockets, ShoalProgram.Path, .. ShoalTracker.Arguments(ip)]));
        var torrent = box.Create("seed/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.Udp);
        box.LibtorrentOn(ip, "seed", torrent, "seed").Child.Line("ready");

        box.LibtorrentOn(ip, "leech", torrent, box.NewFolder("copy")).Completes();

        Copies.AreEqual(box.At("seed/file.bin"), box.At("copy/file.bin"));
    }

    /// <summary>One store behind both: a seed that announces by HTTP is found by UDP.</summary>
    [Fact]
    public void Shoal_by_udp_finds_libtorrent_by_http_and_a_hybrid_s_two_swarms_are_served()
    {
        using var box = new Sandbox();
        box.Write("seed/file.bin", 300_001);
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, ShoalTracker.Arguments("127.0.0.1")));
        string[] options = ["--format", "hybrid", "--piece-length", "64K", "-t"];
        box.Libtorrent("seed", box.Create("seed/file.bin", "http.torrent", [.. options, tracker.Http]), "seed").Child.Line("ready");

        box.ShoalGet(box.Create("seed/file.bin", "udp.torrent", [.. options, tracker.Udp]), "copy").EndsWith(0);

        Copies.AreEqual(box.At("seed/file.bin"), box.At("copy/file.bin"));
        Assert.Equal(2, tracker.Stop().Torrents);
    }

    [Fact]
    public void A_port_in_use_is_named_with_the_cure()
    {
        using var box = new Sandbox();
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, ShoalTracker.Arguments("127.0.0.1")));
        var port = new Uri(tracker.Udp).Port;
        var second = box.Shoal("tracker", "--bind", "127.0.0.1", "--port", $"{port}").EndsWith(1);
        Assert.Equal([$"shoal: the tracker cannot listen on 127.0.0.1:{port} (Address already in use): choose another --port or --bind"], second.Errors);
        tracker.Stop();
    }
}
