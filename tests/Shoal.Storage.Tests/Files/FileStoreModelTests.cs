using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;

namespace Shoal.Storage.Tests.Files;

public sealed class FileStoreModelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_again_wherever_it_lies(bool portable) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var torrent = TestTorrent.Random(random);
            bool[] wanted = [.. torrent.Metainfo.Files.Select(_ => random.Next(3) > 0)];
            using var folder = new TempFolder();
            using var store = Stores.Open(torrent, Stores.Options(folder, wanted, portable: portable));
            var written = new HashSet<int>();
            for (var step = 0; step < 60; step++)
            {
                var piece = random.Next(torrent.Layout.PieceCount);
                if (written.Add(piece))
                {
                    Assert.Null(store.Write(torrent, piece));
                }

                var other = written.ElementAt(random.Next(written.Count));
                var length = torrent.Layout.LengthOf(new PieceIndex(other));
                var begin = random.Next(length);
                var count = random.Next(1, length - begin + 1);
                Assert.Equal(torrent.Piece(other).Slice(begin, count).ToArray(), store.Read(other, begin, count));
            }

            store.WriteAll(torrent);
            AssertFiles(torrent, wanted, folder);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cached_read_gives_the_bytes_or_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var torrent = TestTorrent.Random(random);
            using var folder = new TempFolder();
            using var store = Stores.Open(torrent, Stores.Options(folder, portable: random.Next(4) == 0));
            store.WriteAll(torrent);
            for (var piece = 0; piece < torrent.Layout.PieceCount; piece++)
            {
                using var blocks = Blocks.Empty(torrent.Piece(piece).Length);
                if (store.TryReadCached(new PieceIndex(piece), 0, blocks.Runs))
                {
                    Assert.Equal(torrent.Piece(piece).ToArray(), blocks.ToArray());
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_in_memory_are_read_without_waiting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the calls are those of Linux");
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 100_000, [250_000], new Random(1));
        using var folder = new TempFolder();
        using var store = Stores.Open(torrent, Stores.Options(folder));
        store.WriteAll(torrent);
        using var blocks = Blocks.Empty(50_000);
        Assert.True(store.TryReadCached(new PieceIndex(1), 7, blocks.Runs));
        Assert.Equal(torrent.Piece(1).Slice(7, 50_000).ToArray(), blocks.ToArray());
    }

    private static void AssertFiles(TestTorrent torrent, bool[] wanted, TempFolder folder)
    {
        foreach (var (index, file) in torrent.Metainfo.Files.Index())
        {
            var path = folder.In(file.SafePath);
            if (wanted[index] && !file.IsPadding)
            {
                Assert.Equal(torrent.FileContent(index), File.ReadAllBytes(path));
            }
            else
            {
                Assert.False(File.Exists(path), path);
            }
        }
    }
}
