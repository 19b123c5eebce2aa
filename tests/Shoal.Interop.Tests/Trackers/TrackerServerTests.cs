using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>Real programs that know of nobody but our tracker.</summary>
public sealed class TrackerServerTests
{
    /// <summary>Libtorrent hands the torrent to aria2 and leaves, aria2 hands it to transmission: each was announced, listed and found, and one was struck off.</summary>
    [Fact]
    public void Libtorrent_aria2_and_transmission_find_each_other()
    {
        using var box = new Sandbox();
        box.Write("libtorrent/file.bin", 1_500_001);
        using var network = new PrivateNetwork(box);
        using var tracker = new RunningTracker(PrivateNetwork.Address + ":0", network.Enter);
        var torrent = box.Create("libtorrent/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.AnnounceUrl);

        var libtorrent = Libtorrent();
        Knows(seeders: 1, leechers: 0, "libtorrent's seed");

        network.StartAria2(box, torrent, "aria2");
        Knows(seeders: 2, leechers: 0, "aria2, which fetched from libtorrent");
        libtorrent.Signal(Child.SigTerm);
        Knows(seeders: 1, leechers: 0, "libtorrent's leaving");

        network.StartTransmission(box, torrent, "transmission");
        Knows(seeders: 2, leechers: 0, "transmission, which fetched from aria2");

        foreach (var copy in (string[])["aria2", "transmission"])
        {
            Copies.AreEqual(box.At("libtorrent/file.bin"), box.At(copy + "/file.bin"));
        }

        void Knows(int seeders, int leechers, string whom) => Eventually.Is(
            $"the tracker to know {whom}", () => tracker.Statistics is var now && now.Seeders == seeders && now.Leechers == leechers, () => $"{tracker.Statistics}\n{string.Join('\n', box.Stories)}");

        Child Libtorrent() => network.Start("/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, box.At("libtorrent"), PrivateNetwork.Address);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Libtorrent_finds_libtorrent_in_either_family(string ip)
    {
        using var box = new Sandbox();
        box.Write("seed/file.bin", 300_001);
        using var tracker = new RunningTracker(ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:0" : $"{ip}:0");
        var torrent = box.Create("seed/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.AnnounceUrl);
        box.LibtorrentOn(ip, "seed", torrent, "seed");
        Eventually.Is("the tracker to know the seed", () => tracker.Statistics.Seeders == 1, () => $"{tracker.Statistics}");

        box.LibtorrentOn(ip, "leech", torrent, box.NewFolder("copy")).Completes();

        Copies.AreEqual(box.At("seed/file.bin"), box.At("copy/file.bin"));
    }
}
