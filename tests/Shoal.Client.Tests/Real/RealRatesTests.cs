using System.Diagnostics;

namespace Shoal.Client.Tests.Real;

/// <summary>Limits over real sockets.</summary>
public sealed class RealRatesTests
{
    [Theory]
    [InlineData(400_000L, null)]
    [InlineData(null, 400_000L)]
    public async Task A_copy_takes_as_long_as_the_limit_says(long? up, long? down)
    {
        using var pair = new ClientPair(length: 400_000);
        await using var seeder = new TorrentClient(pair.Options("seed", up: up));
        await seeder.AddAsync(pair.Metainfo, pair.Seeding());
        await using var leecher = new TorrentClient(pair.Options("leech", down: down));
        var watch = Stopwatch.StartNew();
        var torrent = await leecher.AddAsync(pair.Metainfo, new TorrentOptions { DownloadFolder = pair.PathOf("copy"), Peers = seeder.Listening });
        await torrent.Completion.WaitAsync(TimeSpan.FromSeconds(20));

        // A second, less what a full bucket gives at once; a busy machine may be late.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 4);
        Assert.Equal(File.ReadAllBytes(pair.PathOf("seed/disc")), File.ReadAllBytes(pair.PathOf("copy/disc")));
    }

    [Fact]
    public async Task A_limit_is_lifted_while_it_runs_and_a_torrent_ends_at_its_ratio()
    {
        using var pair = new ClientPair(length: 400_000);
        await using var seeder = new TorrentClient(pair.Options("seed", up: 1024));
        var seed = await seeder.AddAsync(pair.Metainfo, pair.Seeding() with { SeedRatio = 1, UpRate = 512 });
        await using var leecher = new TorrentClient(pair.Options("leech"));
        var torrent = await leecher.AddAsync(pair.Metainfo, new TorrentOptions { DownloadFolder = pair.PathOf("copy"), Peers = seeder.Listening });
        seeder.SetRates(up: null, down: null);
        seed.SetRates(up: 10_000_000, down: null);

        await torrent.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        await seed.SeedingEnded.WaitAsync(TimeSpan.FromSeconds(20));
        var end = await seed.GetSnapshotAsync();
        Assert.Equal((TorrentStatus.Stopped, 1.0), (end.Status, end.Ratio));
    }
}
