using Shoal.Storage.Files;

namespace Shoal.Storage.Tests.Files;

public sealed class OpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestTorrent _torrent = TestTorrent.Create(TestTorrent.Kind.V1, 20_000, [100_000, 0, 50_000], new Random(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_that_are_right_are_used_and_nothing_is_touched()
    {
        _torrent.WriteFiles(_folder.Download);
        var before = Directory.GetLastWriteTimeUtc(_folder.In("T"));
        using var store = Stores.Open(_torrent, Stores.Options(_folder), out var loaded);
        Assert.Equal(_torrent.AllHave(), loaded.Have);
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(_folder.In("T")));
        Assert.Empty(Directory.GetFiles(_folder.State, "*.owner", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_strangers_file_without_a_valid_piece_is_named_and_left_alone()
    {
        Plant("T/sub/file2", "a diary");
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder), out _, out _);
        Assert.Equal((StorageErrorKind.InTheWay, _folder.In("T/sub/file2")), (error!.Kind, error.Path));
        Assert.Equal("a diary", File.ReadAllText(_folder.In("T/sub/file2")));
        Assert.False(File.Exists(_folder.In("T/file0")));
        Assert.Empty(Directory.GetFiles(_folder.State, "*.owner", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_strangers_file_is_written_over_when_told_so()
    {
        Plant("T/sub/file2", "a diary");
        using var store = Stores.Open(_torrent, Stores.Options(_folder, overwrite: true));
        store.WriteAll(_torrent);
        Assert.Equal(_torrent.FileContent(2), File.ReadAllBytes(_folder.In("T/sub/file2")));
    }

    [Fact]
    public void A_strangers_file_that_is_not_wanted_is_in_nobodys_way()
    {
        Plant("T/sub/file2", "a diary");
        using var store = Stores.Open(_torrent, Stores.Options(_folder, wanted: [true, true, false]));
        store.WriteAll(_torrent);
        Assert.Equal("a diary", File.ReadAllText(_folder.In("T/sub/file2")));
    }

    [Fact]
    public void A_file_with_one_valid_piece_is_continued()
    {
        Plant("T/file0", [.. _torrent.FileContent(0)[..25_000]]);
        using var store = Stores.Open(_torrent, Stores.Options(_folder), out var loaded);
        Assert.Equal([0], Stores.Pieces(_torrent, loaded.Have));
    }

    [Fact]
    public void A_longer_file_is_cut_only_when_it_is_ours_or_when_told_so()
    {
        byte[] longer = [.. _torrent.FileContent(0), 1, 2, 3];
        Plant("T/file0", longer);
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder), out _, out _);
        Assert.Equal((StorageErrorKind.InTheWay, _folder.In("T/file0")), (error!.Kind, error.Path));
        Assert.Equal(longer, File.ReadAllBytes(_folder.In("T/file0")));
        Stores.Open(_torrent, Stores.Options(_folder, overwrite: true)).Dispose();
        Assert.Equal(_torrent.FileContent(0), File.ReadAllBytes(_folder.In("T/file0")));
        File.WriteAllBytes(_folder.In("T/file0"), longer);
        Stores.Open(_torrent, Stores.Options(_folder)).Dispose();
        Assert.Equal(_torrent.FileContent(0), File.ReadAllBytes(_folder.In("T/file0")));
    }

    [Fact]
    public void Our_own_half_file_is_never_taken_for_a_strangers()
    {
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent, [0]);
        }

        using (var file = File.OpenHandle(_folder.In("T/file0"), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, "half a piece"u8, 0);
        }

        using var again = Stores.Open(_torrent, Stores.Options(_folder), out var loaded);
        Assert.Empty(Stores.Pieces(_torrent, loaded.Have));
        again.WriteAll(_torrent);
    }

    [Fact]
    public void The_ownership_record_precedes_the_first_data_byte()
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        Assert.Single(Directory.GetFiles(_folder.State, "*.owner", SearchOption.AllDirectories));
        Assert.Equal(0, new FileInfo(_folder.In("T/file0")).Length);
    }

    [Fact]
    public void A_download_folder_that_vanished_is_an_error_and_is_not_made_again()
    {
        Stores.Open(_torrent, Stores.Options(_folder)).Dispose();
        Directory.Delete(_folder.Download, recursive: true);
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder), out _, out _);
        Assert.Equal((StorageErrorKind.Missing, _folder.Download), (error!.Kind, error.Path));
        Assert.False(Directory.Exists(_folder.Download));
        Stores.Open(_torrent, Stores.Options(_folder, overwrite: true)).Dispose();
    }

    [Fact]
    public void An_empty_folder_where_verified_files_were_looks_like_a_disk_that_is_not_mounted()
    {
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent);
            Assert.Null(store.Save(Stores.State(_torrent.AllHave(), isClean: true)));
        }

        Directory.Delete(_folder.In("T"), recursive: true);
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder), out _, out _);
        Assert.Equal((StorageErrorKind.Missing, _folder.In("T/file0")), (error!.Kind, error.Path));
        using var again = Stores.Open(_torrent, Stores.Options(_folder, overwrite: true), out var loaded);
        Assert.Empty(Stores.Pieces(_torrent, loaded.Have));
    }

    [Fact]
    public void A_torrent_is_open_in_a_folder_once()
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        var error = Stores.TryOpen(_torrent, Stores.Options(_folder), out _, out _);
        Assert.Equal(StorageErrorKind.InTheWay, error!.Kind);
        Assert.Contains("open", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeding_from_one_folder_and_fetching_into_another_share_a_state_folder()
    {
        _torrent.WriteFiles(_folder.In("seed"));
        var state = Path.Combine(_folder.Root, "state");
        using var seed = Stores.Open(_torrent, new StoreOptions { DownloadFolder = _folder.In("seed"), StateFolder = state });
        using var leech = Stores.Open(_torrent, new StoreOptions { DownloadFolder = _folder.In("leech"), StateFolder = state }, out var loaded);
        Assert.Empty(Stores.Pieces(_torrent, loaded.Have));
    }

    [Fact]
    public void Trusted_files_of_the_right_length_are_not_read()
    {
        _torrent.WriteFiles(_folder.Download);
        File.WriteAllBytes(_folder.In("T/sub/file2"), new byte[50_000]);
        var options = new StoreOptions { DownloadFolder = _folder.Download, StateFolder = _folder.State, Trust = true };
        using var store = Stores.Open(_torrent, options, out var loaded);
        Assert.Equal(_torrent.AllHave(), loaded.Have);
    }

    [Theory]
    [InlineData("T/file0", 99_999, 0, 1, 2, 3, 4)]
    [InlineData("T/sub/file2", 50_001, 5, 6, 7)]
    public void Of_trusted_files_one_of_another_length_is_not_believed(string path, int length, params int[] pieces)
    {
        _torrent.WriteFiles(_folder.Download);
        File.WriteAllBytes(_folder.In(path), new byte[length]);
        var options = new StoreOptions { DownloadFolder = _folder.Download, StateFolder = _folder.State, Trust = true };
        Assert.Null(FileStore.Open(_torrent.Metainfo, options, out var store, out var loaded));
        store!.Dispose();
        Assert.Equal([.. Enumerable.Range(0, 8).Except(pieces)], Stores.Pieces(_torrent, loaded!.Have));
        Assert.Empty(loaded.ToCheck);
    }

    private void Plant(string path, string content) => Plant(path, System.Text.Encoding.UTF8.GetBytes(content));

    private void Plant(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.In(path))!);
        File.WriteAllBytes(_folder.In(path), content);
    }
}
