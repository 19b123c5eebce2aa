using Shoal.Client;
using Shoal.Client.Picking;
using Shoal.Metainfo.Creating;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Disks that give other bytes than they should, or none, while clients run and before they start.</summary>
public sealed class DiskTests
{
    private const int Piece = 32 * 1024;

    /// <summary>What cannot be read is rejected and no longer offered; the rest is served, and what is missing comes from another.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_file_that_shrinks_under_a_seed_hurts_nobody_for_long(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 20 * Piece);
        var (seed, honest, leecher) = (simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)));
        var copy = Path.Combine(simulation.Folder, "copy");
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(share.Folder, "share"), Path.Combine(copy, "share"));
        // With a ratio to reach it does not sleep: else it would look at its file again when it wakes.
        var seeding = seed.Get(share.Metainfo, new TorrentOptions { DownloadFolder = copy, IsSeedOnly = true, SeedRatio = 100 });
        using (var file = new FileStream(Path.Combine(copy, "share"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(10 * Piece);
        }

        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.False(torrent.Completion.IsCompleted);
        Assert.Equal(TorrentStatus.StorageFailed, seed.Look(seeding).Status);
        Assert.Contains("share", seed.Look(seeding).Error, StringComparison.Ordinal);
        honest.Seed(share);
        torrent.AddPeer(honest.Endpoint);
        leecher.Complete(torrent, share);
        Assert.Equal(0, leecher.Look(torrent).PiecesFailed);
        Assert.False(torrent.Run.Swarm!.Peers.Book.Bans.Refuses(seed.Endpoint));
    }

    /// <summary>A stranger's pipe, say, or a disk that was unmounted: the torrent says so, stands still, and goes on when it is mended.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_folder_that_vanishes_stops_a_download_and_it_goes_on_when_the_folder_is_back(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 20 * Piece);
        var (seed, leecher) = (simulation.Add(Kinds.Line(isV6) with { Up = 64 * 1024 }), simulation.Add(Kinds.Line(isV6)));
        seed.Seed(share);
        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        simulation.RunUntil("half is there", () => torrent.Run.Swarm!.Have.Count >= 10);
        Directory.Move(leecher.Downloads, leecher.Downloads + "-elsewhere");
        simulation.RunUntil("it says so", () => leecher.Look(torrent).Status == TorrentStatus.StorageFailed);
        simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.NotNull(leecher.Look(torrent).Error);
        Directory.Move(leecher.Downloads + "-elsewhere", leecher.Downloads);
        leecher.Complete(torrent, share);
        Assert.Equal(TorrentStatus.Seeding, leecher.Look(torrent).Status);
    }

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void A_piece_that_somebody_overwrote_is_the_only_one_missing_after_the_next_check(TorrentFormat format)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 10 * Piece);
        var (seed, client) = (simulation.Add(), simulation.Add());
        seed.Seed(share);
        var first = client.Get(share.Metainfo, seed.Endpoint);
        client.Complete(first, share);
        client.Remove(first);
        var path = Path.Combine(client.Downloads, "share");
        var bytes = File.ReadAllBytes(path);
        "0000"u8.CopyTo(bytes);
        File.WriteAllBytes(path, bytes);
        var again = client.Get(share.Metainfo);
        Assert.Equal([0x7f, 0xc0], client.Look(again).Pieces.ToArray());
        Assert.Equal(TorrentStatus.Downloading, client.Look(again).Status);
        again.AddPeer(seed.Endpoint);
        client.Complete(again, share);
        Assert.Equal(1, client.Look(again).PiecesFetched);
    }

    [Fact]
    public void A_file_that_is_too_long_is_seeded_and_left_as_long_as_it_is()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.V1, Piece, 10 * Piece);
        var path = Path.Combine(share.Folder, "share");
        File.AppendAllText(path, new string('x', 100));
        var client = simulation.Add();
        var torrent = client.Seed(share);
        Assert.Equal(TorrentStatus.Seeding, client.Look(torrent).Status);
        Assert.Equal(10, client.Look(torrent).PiecesHave);
        client.Remove(torrent);
        Assert.Equal(10 * Piece + 100, new FileInfo(path).Length);
    }

    /// <summary>The second file is not wanted and lies on piece boundaries, then not: first nothing of it is needed, then its neighbour's piece.</summary>
    [Theory]
    [InlineData(TorrentFormat.V1, new[] { 2 * Piece, 2 * Piece, Piece }, true)]
    [InlineData(TorrentFormat.V2, new[] { 2 * Piece, 2 * Piece, Piece }, true)]
    [InlineData(TorrentFormat.V1, new[] { 2 * Piece + 5, 2 * Piece, Piece }, false)]
    [InlineData(TorrentFormat.Hybrid, new[] { 2 * Piece + 5, 2 * Piece, Piece }, true)]
    public void A_file_that_is_not_wanted_and_not_there_is_missed_only_where_a_wanted_one_shares_a_piece(TorrentFormat format, int[] lengths, bool isComplete)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, lengths);
        File.Delete(Path.Combine(share.Folder, "share/file-1"));
        var client = simulation.Add();
        // In the order of the torrent, which for a hybrid names pads too.
        var skipped = share.Metainfo.Files.Select(f => f.SafePath.EndsWith("file-1", StringComparison.Ordinal) ? PiecePriority.Skip : PiecePriority.Normal).ToArray();
        var torrent = client.Get(share.Metainfo, new TorrentOptions { DownloadFolder = share.Folder, FilePriorities = skipped });
        Assert.Equal(isComplete ? TorrentStatus.Seeding : TorrentStatus.Downloading, client.Look(torrent).Status);
        Assert.False(File.Exists(Path.Combine(share.Folder, "share/file-1")));
    }
}
