using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>Disks that are full, folders that vanish, files that are in the way.</summary>
public sealed class DiskTroubleTests
{
    private const int MiB = 1024 * 1024;
    private const int PieceLength = 64 * 1024;

    [Fact]
    public void A_disk_known_to_be_too_small_is_refused_before_anything_is_written()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 6 * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        using var disk = new SmallDisk(box, "small", 4);

        var get = box.ShoalGet(torrent, "small", "--peer", "127.0.0.1:9").EndsWith(1);

        Assert.Contains("has too little room", OneSentence(get), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder));
    }

    [Fact]
    public void A_disk_that_fills_up_stops_the_download_until_there_is_room_again()
    {
        using var box = new Sandbox();
        var bytes = box.Write("seed/disc.bin", 12 * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", $"{4 * MiB}").Address;
        using var disk = new SmallDisk(box, "small", 16);

        var get = box.ShoalGet(torrent, "small", "--peer", seeder);
        Eventually.Is("the first pieces", () => Copies.RightPieces(box.At("small/disc.bin"), bytes, PieceLength) > 10, get.Story);
        disk.Fill();
        Eventually.Is("the sentence about the full disk", () => get.Errors.Any(line => line.Contains("is full; free some room and it goes on", StringComparison.Ordinal)), get.Story);
        Assert.False(get.HasEnded, get.Story());
        disk.Free();

        get.EndsWith(0);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("small/disc.bin"));
        Assert.Equal(12 * MiB / PieceLength, Json.Last(get).Number("piecesFetched"));
    }

    [Fact]
    public void A_folder_that_vanishes_stops_the_download_and_is_not_made_anew()
    {
        using var box = new Sandbox();
        var bytes = box.Write("seed/disc.bin", 12 * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", $"{4 * MiB}").Address;

        var get = box.ShoalGet(torrent, "copy", "--peer", seeder);
        Eventually.Is("the first pieces", () => Copies.RightPieces(box.At("copy/disc.bin"), bytes, PieceLength) > 10, get.Story);
        Directory.Move(box.At("copy"), box.At("elsewhere"));
        Eventually.Is("the sentence about the folder", () => get.Errors.Any(line => line.Contains("was there and is gone", StringComparison.Ordinal)), get.Story);
        Assert.False(Directory.Exists(box.At("copy")));
        Directory.Move(box.At("elsewhere"), box.At("copy"));

        get.EndsWith(0);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        Assert.Equal(12 * MiB / PieceLength, Json.Last(get).Number("piecesFetched"));
    }

    [Fact]
    public void A_half_right_file_in_place_is_used_and_only_the_rest_is_fetched()
    {
        using var box = new Sandbox();
        var bytes = box.Write("seed/disc.bin", 4 * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;
        // The first half is right, the rest is something else.
        var half = bytes.ToArray();
        Array.Reverse(half, 2 * MiB, 2 * MiB);
        box.NewFolder("copy");
        File.WriteAllBytes(box.At("copy/disc.bin"), half);

        var get = box.ShoalGet(torrent, "copy", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        Assert.Equal(32, Json.Last(get).Number("piecesFetched"));
        Assert.Equal(64, Json.Last(get).Number("piecesVerified"));
    }

    [Fact]
    public void A_file_already_right_needs_no_peer()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 1 * MiB);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");

        var get = box.ShoalGet(torrent, "seed").EndsWith(0);

        Assert.Equal(0, Json.Last(get).Number("piecesFetched"));
        Assert.Equal(16, Json.Last(get).Number("piecesVerified"));
    }

    [Fact]
    public void A_wrong_file_in_place_is_kept_unless_told_to_overwrite()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 1 * MiB, seed: 1);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;
        var precious = box.Write("copy/disc.bin", 1 * MiB, seed: 2);

        var refused = box.ShoalGet(torrent, "copy", "--peer", seeder).EndsWith(1);
        Assert.Contains("--overwrite", OneSentence(refused), StringComparison.Ordinal);
        Assert.True(precious.AsSpan().SequenceEqual(File.ReadAllBytes(box.At("copy/disc.bin"))));

        box.ShoalGet(torrent, "copy", "--peer", seeder, "--overwrite").EndsWith(0);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
    }

    private static string OneSentence(Child child)
    {
        Assert.Empty(child.Out);
        return Assert.Single(child.Errors);
    }
}
