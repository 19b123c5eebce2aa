using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;
using Shoal.Storage.Files;

namespace Shoal.Storage.Tests.Files;

public sealed class PieceCheckerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exactly_the_pieces_with_right_bytes_are_valid(bool portable) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var torrent = TestTorrent.Random(random);
            using var folder = new TempFolder();
            torrent.WriteFiles(folder.Download);
            var onDisk = Spoil(torrent, folder, random);
            Assert.Null(FileStore.Open(torrent.Metainfo, Stores.Options(folder, portable: portable), out var store, out var loaded));
            using (store)
            {
                Assert.Null(store!.Checker.CheckAll(loaded!.ToCheck, loaded.Have, 3, null, CancellationToken.None));
            }

            Assert.Equal(Enumerable.Range(0, torrent.Layout.PieceCount).Where(p => IsRight(torrent, onDisk, p)), Stores.Pieces(torrent, loaded.Have));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hole_is_a_piece_where_the_torrent_names_zeros()
    {
        foreach (var kind in Enum.GetValues<TestTorrent.Kind>())
        {
            var torrent = TestTorrent.Create(kind, 32 * 1024, [5 * 32 * 1024 + 77, 100_000], new Random(1), zeros: true);
            using var folder = new TempFolder();
            foreach (var file in torrent.Metainfo.Files.Where(f => !f.IsPadding))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder.In(file.SafePath))!);
                using var handle = File.OpenHandle(folder.In(file.SafePath), FileMode.Create, FileAccess.Write);
                RandomAccess.SetLength(handle, file.Length);
            }

            using var store = Stores.Open(torrent, Stores.Options(folder), out var loaded);
            Assert.Equal(torrent.AllHave(), loaded.Have);
        }
    }

    [Fact]
    public void A_hole_is_no_piece_where_the_torrent_names_bytes()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.Hybrid, 32 * 1024, [5 * 32 * 1024 + 77], new Random(1));
        using var folder = new TempFolder();
        torrent.WriteFiles(folder.Download);
        using (var handle = File.OpenHandle(folder.In("T/file0"), FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(handle, 2 * 32 * 1024);
            RandomAccess.SetLength(handle, torrent.Layout.Files[0].Length);
        }

        using var store = Stores.Open(torrent, Stores.Options(folder), out var loaded);
        Assert.Equal([0, 1], Stores.Pieces(torrent, loaded.Have));
    }

    [Fact]
    public void A_piece_larger_than_one_read_is_checked()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.Hybrid, 4 * 1024 * 1024, [9_000_000], new Random(1));
        using var folder = new TempFolder();
        torrent.WriteFiles(folder.Download);
        using var store = Stores.Open(torrent, Stores.Options(folder), out var loaded);
        Assert.Equal([0, 1, 2], Stores.Pieces(torrent, loaded.Have));
    }

    [Fact]
    public void A_check_tells_how_far_it_is_and_can_be_ended()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 1024 * 1024, [40 * 1024 * 1024], new Random(1));
        using var folder = new TempFolder();
        torrent.WriteFiles(folder.Download);
        Assert.Null(FileStore.Open(torrent.Metainfo, Stores.Options(folder), out var store, out var loaded));
        using var end = new CancellationTokenSource();
        using (store)
        {
            var seen = new List<(int Done, int All)>();
            Assert.Null(store!.Checker.CheckAll(loaded!.ToCheck, loaded.Have, 1, (done, all) => seen.Add((done, all)), end.Token));
            Assert.Equal((40, 40), seen[^1]);
            Assert.Equal(seen.OrderBy(s => s.Done), seen);
            end.Cancel();
            Assert.Throws<OperationCanceledException>(() => store.Checker.CheckAll(loaded.ToCheck, loaded.Have, 1, null, end.Token));
        }
    }

    // What lies on the disk afterwards, by file; null where there is nothing.
    private static byte[]?[] Spoil(TestTorrent torrent, TempFolder folder, Random random) => [.. torrent.Metainfo.Files.Select((file, index) =>
    {
        if (file.IsPadding)
        {
            return null;
        }

        var bytes = torrent.FileContent(index).ToArray();
        switch (random.Next(5))
        {
            case 0 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] ^= 1;
                break;
            case 1 when bytes.Length > 0:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 2 when bytes.Length > 0:
                File.Delete(folder.In(file.SafePath));
                return null;
        }

        File.WriteAllBytes(folder.In(file.SafePath), bytes);
        return bytes;
    })];

    private static bool IsRight(TestTorrent torrent, byte[]?[] onDisk, int piece)
    {
        var layout = torrent.Layout;
        var offset = layout.OffsetOf(new PieceIndex(piece));
        var end = offset + layout.LengthOf(new PieceIndex(piece));
        foreach (var (file, extent) in layout.Files.Index())
        {
            var from = (int)(Math.Max(offset, extent.Offset) - extent.Offset);
            var to = (int)(Math.Min(end, extent.Offset + extent.Length) - extent.Offset);
            if (from < to && !extent.IsPadding
                && (onDisk[file] is not { } bytes || bytes.Length < to || !bytes.AsSpan(from..to).SequenceEqual(torrent.FileContent(file)[from..to])))
            {
                return false;
            }
        }

        return true;
    }
}
