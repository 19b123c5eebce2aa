namespace Shoal.Client.Tests.Sleeping;

/// <summary>Torrents that nobody wants, over real sockets and disks.</summary>
public sealed class SleepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_idle_torrent_wakes_for_each_peer_and_sleeps_again_and_nothing_is_lost()
    {
        using var files = new FiledTorrent(length: 300_000);
        await using var seeder = files.Client("seed");
        var seed = await seeder.AddAsync(files.Source, files.Seeding);
        await seed.Started.WaitAsync(Patience);
        await seed.Completion.WaitAsync(Patience);
        for (var round = 1; round <= 2; round++)
        {
            await FiledTorrent.UntilAsleepAsync(seed);
            Assert.Equal(("disc", "disc"), (seed.Name, (await seed.Metadata).Name));
            await using (var leecher = files.Client("leech" + round))
            {
                Directory.Delete(files.PathOf("copy"), recursive: true);
                var copy = await leecher.AddAsync(files.Source, files.Fetching with { Peers = seeder.Listening });
                await copy.Completion.WaitAsync(Patience);
            }

            Assert.True(files.IsCopied);
            var served = await seed.GetSnapshotAsync();
            Assert.Equal((TorrentStatus.Seeding, 19, 19, round * 300_000L), (served.Status, served.PiecesHave, served.PieceCount, served.Sent));
            Assert.Equal(round, served.Ratio, precision: 6);
            Assert.Equal(round, served.Peers.Count(peer => peer.Sent > 0));
        }
    }

    [Fact]
    public async Task A_torrent_with_missing_pieces_sleeps_and_goes_on_when_it_is_told_of_a_peer()
    {
        using var files = new FiledTorrent(length: 300_000);
        File.WriteAllBytes(files.PathOf("copy/disc"), File.ReadAllBytes(files.PathOf("seed/disc"))[..100_000]);
        await using var leecher = files.Client("leech");
        var copy = await leecher.AddAsync(files.Source, files.Fetching);
        await FiledTorrent.UntilAsleepAsync(copy);
        var asleep = await copy.GetSnapshotAsync();
        Assert.Equal((TorrentStatus.Downloading, 6, false), (asleep.Status, asleep.PiecesHave, copy.Completion.IsCompleted));

        await using var seeder = files.Client("seed");
        await seeder.AddAsync(files.Source, files.Seeding);
        copy.AddPeer(seeder.Listening[0]);
        await copy.Completion.WaitAsync(Patience);
        Assert.True(files.IsCopied);
        Assert.Equal(13, (await copy.GetSnapshotAsync()).PiecesFetched);
    }

    [Fact]
    public async Task An_idle_torrent_whose_torrent_file_is_gone_says_so_and_serves_when_it_is_back()
    {
        using var files = new FiledTorrent(length: 100_000);
        await using var seeder = files.Client("seed");
        var seed = await seeder.AddAsync(files.Source, files.Seeding);
        await FiledTorrent.UntilAsleepAsync(seed);
        await using var leecher = files.Client("leech");
        var source = files.Source;
        File.Move(files.File, files.File + ".away");
        var copy = await leecher.AddAsync(source, files.Fetching with { Peers = seeder.Listening });
        await FiledTorrent.UntilAsync(() => seed.Snapshot?.Status == TorrentStatus.StorageFailed, "the loss to be told");
        Assert.Contains(files.File, seed.Snapshot!.Error, StringComparison.Ordinal);

        File.Move(files.File + ".away", files.File);
        await copy.Completion.WaitAsync(Patience);
        Assert.Equal((TorrentStatus.Seeding, null), ((await seed.GetSnapshotAsync()).Status, seed.Snapshot!.Error));
    }

    [Fact]
    public async Task An_idle_torrent_looks_at_its_files_again_before_it_serves()
    {
        using var files = new FiledTorrent(length: 100_000);
        await using var seeder = files.Client("seed");
        var seed = await seeder.AddAsync(files.Source, files.Seeding);
        await FiledTorrent.UntilAsleepAsync(seed);

        var bytes = File.ReadAllBytes(files.PathOf("seed/disc"));
        bytes[40_000] ^= 1;
        File.WriteAllBytes(files.PathOf("seed/disc"), bytes);
        await using var leecher = files.Client("leech");
        var copy = await leecher.AddAsync(files.Source, files.Fetching with { Peers = seeder.Listening });
        await FiledTorrent.UntilAsync(() => copy.Snapshot?.PiecesHave == 6, "all pieces but the changed one");
        Assert.Equal((6, 0), (seed.Snapshot!.PiecesHave, (await copy.GetSnapshotAsync()).PiecesFailed));
    }

    [Fact]
    public async Task An_idle_torrent_stops_at_once_and_wakes_for_nobody()
    {
        using var files = new FiledTorrent(length: 100_000);
        await using var seeder = files.Client("seed");
        var seed = await seeder.AddAsync(files.Source, files.Seeding);
        await FiledTorrent.UntilAsleepAsync(seed);
        await seed.StopAsync().WaitAsync(Patience);
        seed.AddPeer(seeder.Listening[0]);
        var stopped = await seed.GetSnapshotAsync();
        Assert.Equal((TorrentStatus.Stopped, 7), (stopped.Status, stopped.PiecesHave));
        Assert.Null(seed.Metainfo);
        await seeder.RemoveAsync(seed);
        Assert.Empty(seeder.Torrents);
    }
}
