using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>Real programs that know of nobody but `shoal tracker`, over IPv6 alone. Neither aria2 nor transmission speaks UDP with a tracker that has no IPv4 address.</summary>
public sealed class TrackerByIPv6Tests
{
    [Fact]
    public void Libtorrent_aria2_and_transmission_find_each_other_by_http()
    {
        using var box = new Sandbox();
        box.Write("libtorrent/file.bin", 1_500_001);
        using var network = new PrivateNetwork(box);
        var tracker = new ShoalTracker(network.Start(ShoalProgram.Path, ShoalTracker.Arguments(PrivateNetwork.AddressV6)));
        var torrent = box.Create("libtorrent/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.Http);

        network.Start("/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, box.At("libtorrent"), PrivateNetwork.AddressV6).Line("ready");
        network.StartTransmission(box, torrent, "transmission");
        network.StartAria2(box, torrent, "aria2");

        foreach (var who in (string[])["aria2", "transmission"])
        {
            Eventually.Is($"{who} to have the file", () => Copies.IsSame(box.At("libtorrent/file.bin"), box.At(who + "/file.bin")), () => string.Join('\n', box.Stories));
        }

        var (announces, torrents) = tracker.Stop();
        // Whether the last of them says that it is done before the tracker ends is chance.
        Assert.True(announces >= 3 && torrents == 1, $"{announces} announces, {torrents} torrents");
    }
}
