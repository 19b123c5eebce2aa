using System.Diagnostics;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Many sources at once. Measures time, so nothing runs beside it.</summary>
[Collection(Alone.Name)]
public sealed class SwarmOfThreeTests
{
    private const int MiB = 1024 * 1024;

    // Long enough that starting the program does not count.
    private const int Size = 200;

    [Fact]
    public void Get_adds_up_three_capped_seeders_and_takes_a_fair_share_from_each()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", Size * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "256K");
        var seeders = Enumerable.Range(0, 3).Select(_ => box.Libtorrent("seed", torrent, "seed", "--up", $"{10 * MiB}").Address).ToArray();

        var start = Stopwatch.GetTimestamp();
        var get = box.ShoalGet(torrent, "copy", seeders.SelectMany(address => new[] { "--peer", address })).EndsWith(0);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        var summary = Json.Last(get);
        var rate = Size / seconds;
        Assert.True(rate >= 27, $"{rate:F1} MiB/s in {seconds:F2} s\n{get.Story()}");
        var peers = summary.GetProperty("peers").EnumerateArray().ToArray();
        Assert.Equal(seeders.Order(), peers.Select(peer => peer.GetProperty("address").GetString()!).Order());
        Assert.All(peers, peer => Assert.True(peer.Number("received") > 0.25 * summary.Number("received"), get.Story()));
    }
}
