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
    private const double Wanted = 27;

    // A libtorrent seeder's rate limiter needs a second to get going for its first peer: what follows is measured on warm seeders.
    private const int Attempts = 3;

    [Fact]
    public void Get_adds_up_three_capped_seeders_and_takes_a_fair_share_from_each()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", Size * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "256K");
        var seeders = Enumerable.Range(0, 3).Select(_ => box.Libtorrent("seed", torrent, "seed", "--up", $"{10 * MiB}").Address).ToArray();

        var rates = new List<double>();
        while (rates.Count < Attempts && !rates.Exists(rate => rate >= Wanted))
        {
            rates.Add(Fetch(box, torrent, seeders, $"copy{rates.Count}"));
        }

        Assert.True(rates.Exists(rate => rate >= Wanted), $"MiB/s: {string.Join(", ", rates.Select(rate => $"{rate:F1}"))}");
    }

    /// <summary>MiB a second, from the start of the program to its end.</summary>
    private static double Fetch(Sandbox box, string torrent, string[] seeders, string folder)
    {
        var start = Stopwatch.GetTimestamp();
        var get = box.ShoalGet(torrent, folder, seeders.SelectMany(address => new[] { "--peer", address })).EndsWith(0);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        Copies.AreEqual(box.At("seed/disc.bin"), box.At(folder + "/disc.bin"));
        var summary = Json.Last(get);
        var peers = summary.GetProperty("peers").EnumerateArray().ToArray();
        Assert.Equal(seeders.Order(), peers.Select(peer => peer.GetProperty("address").GetString()!).Order());
        Assert.All(peers, peer => Assert.True(peer.Number("received") > 0.25 * summary.Number("received"), get.Story()));
        Directory.Delete(box.At(folder), recursive: true);
        return Size / seconds;
    }
}
