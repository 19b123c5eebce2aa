using Shoal.Metainfo;
using Shoal.Storage.Files;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Tests.Files;

public sealed class DiskErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestTorrent _torrent = TestTorrent.Create(TestTorrent.Kind.V1, 100_000, [900_000], new Random(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_disk_that_is_too_small_is_known_before_the_start_and_it_goes_on_when_there_is_room()
    {
        using var disk = new Tmpfs(_folder.Download, "1m");
        var ballast = _folder.In("ballast");
        File.WriteAllBytes(ballast, new byte[500_000]);
        Assert.Null(FileStore.Open(_torrent.Metainfo, Stores.Options(_folder), out var store, out var loaded));
        using (store)
        {
            var error = store!.Begin(loaded!.Have)!;
            Assert.Equal((StorageErrorKind.DiskFull, _folder.Download), (error.Kind, error.Path));
            Assert.Matches(@"[1-9]\d+ bytes more", error.Message);
            Assert.Equal([ballast], Directory.GetFileSystemEntries(_folder.Download));
            File.Delete(ballast);
            Assert.Null(store.Begin(loaded.Have));
            store.WriteAll(_torrent);
        }
    }

    [Fact]
    public void Blocks_that_a_sparse_file_has_already_are_not_needed_twice()
    {
        using var disk = new Tmpfs(_folder.Download, "1m");
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent, [.. Enumerable.Range(0, 8)]);
        }

        using (var file = File.OpenHandle(_folder.In("T/file0"), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, new byte[700_000], 0);
        }

        using var again = Stores.Open(_torrent, Stores.Options(_folder), out var loaded);
        Assert.Equal([7], Stores.Pieces(_torrent, loaded.Have));
        again.WriteAll(_torrent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disk_that_fills_up_is_an_error_and_it_goes_on_when_there_is_room(bool portable)
    {
        using var disk = new Tmpfs(_folder.Download, "1m");
        using var store = Stores.Open(_torrent, Stores.Options(_folder, portable: portable));
        var ballast = _folder.In("ballast");
        File.WriteAllBytes(ballast, new byte[650_000]);
        var piece = 0;
        while (store.Write(_torrent, piece) is null)
        {
            piece++;
        }

        var error = store.Write(_torrent, piece)!;
        Assert.Equal((StorageErrorKind.DiskFull, _folder.In("T/file0")), (error.Kind, error.Path));
        File.Delete(ballast);
        store.WriteAll(_torrent, Enumerable.Range(piece, 9 - piece));
        Assert.Equal(_torrent.FileContent(0), File.ReadAllBytes(_folder.In("T/file0")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_vanishes_while_it_runs_is_an_error_and_it_goes_on_when_it_is_back(bool portable)
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder, portable: portable));
        store.WriteAll(_torrent, [0]);
        var away = Path.Combine(_folder.Root, "away");
        Directory.Move(_folder.Download, away);
        var error = store.Write(_torrent, 1)!;
        Assert.Equal((StorageErrorKind.Missing, _folder.Download), (error.Kind, error.Path));
        Assert.Equal(StorageErrorKind.Missing, store.Save(Stores.State(Stores.Have(_torrent, 0), isClean: false))!.Kind);
        Assert.False(Directory.Exists(_folder.Download));
        Directory.Move(away, _folder.Download);
        store.WriteAll(_torrent, [1]);
        Assert.Equal(_torrent.Piece(0).ToArray(), store.Read(0, 0, 100_000));
        Assert.Null(store.Save(Stores.State(Stores.Have(_torrent, 0, 1), isClean: false)));
    }

    [Fact]
    public void A_file_that_was_deleted_while_it_runs_is_not_made_again()
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        store.WriteAll(_torrent, [0]);
        File.Delete(_folder.In("T/file0"));
        for (var i = 0; i < 2; i++)
        {
            var error = store.Write(_torrent, 1)!;
            Assert.Equal((StorageErrorKind.Missing, _folder.In("T/file0")), (error.Kind, error.Path));
        }

        Assert.False(File.Exists(_folder.In("T/file0")));
    }

    [Fact]
    public void Another_file_under_the_name_is_not_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "inodes");
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        store.WriteAll(_torrent, [0]);
        File.Move(_folder.In("T/file0"), _folder.In("T/mine"));
        File.WriteAllText(_folder.In("T/file0"), "a diary");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(StorageErrorKind.Missing, store.Write(_torrent, 0)!.Kind);
        }

        Assert.Equal("a diary", File.ReadAllText(_folder.In("T/file0")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_shrank_is_an_error(bool portable)
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder, portable: portable));
        store.WriteAll(_torrent);
        using (var file = File.OpenHandle(_folder.In("T/file0"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, 350_000);
        }

        using var blocks = Blocks.Empty(100_000);
        Assert.Null(store.Read(new PieceIndex(2), 0, blocks.Runs));
        var error = store.Read(new PieceIndex(3), 0, blocks.Runs)!;
        Assert.Equal((StorageErrorKind.Shrunk, _folder.In("T/file0")), (error.Kind, error.Path));
        Assert.False(store.TryReadCached(new PieceIndex(3), 0, blocks.Runs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_read_only_disk_is_said_before_the_start_and_is_good_enough_to_seed_from(bool portable)
    {
        using var disk = new Tmpfs(_folder.Download, "2m");
        disk.IsReadOnly = true;
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder, portable: portable), out _, out _)!;
        Assert.Equal(StorageErrorKind.NotWritable, error.Kind);
        disk.IsReadOnly = false;
        _torrent.WriteFiles(_folder.Download);
        disk.IsReadOnly = true;
        using var store = Stores.Open(_torrent, Stores.Options(_folder, portable: portable, overwrite: true), out var loaded);
        Assert.Equal(_torrent.AllHave(), loaded.Have);
        Assert.Equal(_torrent.Piece(4).ToArray(), store.Read(4, 0, 100_000));
        Assert.Null(store.Save(Stores.State(_torrent.AllHave(), isClean: true)));
    }

    [Fact]
    public void A_failing_device_is_named_with_the_systems_words()
    {
        var calls = new FailingCalls(new LinuxFileCalls());
        var options = new StoreOptions { DownloadFolder = _folder.Download, StateFolder = _folder.State, Calls = calls };
        using var store = Stores.Open(_torrent, options);
        store.WriteAll(_torrent, [0]);
        calls.Fails = true;
        using var blocks = Blocks.Empty(100);
        var error = store.Read(new PieceIndex(0), 0, blocks.Runs)!;
        Assert.Equal(StorageErrorKind.Device, error.Kind);
        Assert.Contains("Input/output error", error.Message, StringComparison.Ordinal);
        Assert.Equal(StorageErrorKind.Device, store.Write(_torrent, 1)!.Kind);
        Assert.Equal(StorageErrorKind.Device, store.Save(Stores.State(Stores.Have(_torrent, 0), isClean: true))!.Kind);
        Assert.Empty(Directory.GetFiles(_folder.State, "*.resume", SearchOption.AllDirectories));
        calls.Fails = false;
        Assert.Null(store.Save(Stores.State(Stores.Have(_torrent, 0), isClean: true)));
    }

    [Fact]
    public void More_parts_than_one_system_call_takes_are_written_and_read()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 300_000, [600_000], new Random(1));
        using var store = Stores.Open(torrent, Stores.Options(_folder));
        foreach (var piece in new[] { 1, 0 })
        {
            using var blocks = Blocks.Of(torrent.Piece(piece), cut: 100);
            Assert.Null(store.Write(new PieceIndex(piece), blocks.Runs));
        }

        using var back = Blocks.Empty(300_000, cut: 99);
        Assert.Null(store.Read(new PieceIndex(1), 0, back.Runs));
        Assert.Equal(torrent.Piece(1).ToArray(), back.ToArray());
    }

    [Fact]
    public void Many_threads_write_and_read_through_a_pool_of_two_handles()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 10_000, [.. Enumerable.Repeat(7_000, 40)], new Random(1));
        using var pool = new HandlePool(2);
        using var store = Stores.Open(torrent, new StoreOptions { DownloadFolder = _folder.Download, StateFolder = _folder.State, Handles = pool });
        Parallel.For(0, torrent.Layout.PieceCount, new ParallelOptions { MaxDegreeOfParallelism = 8 }, piece =>
        {
            Assert.Null(store.Write(torrent, piece));
            Assert.Equal(torrent.Piece(piece).ToArray(), store.Read(piece, 0, torrent.Piece(piece).Length));
        });
        Assert.InRange(pool.Count, 1, 2);
    }
}
