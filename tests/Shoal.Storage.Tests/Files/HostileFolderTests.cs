using System.Diagnostics;
using Shoal.Storage.Files;

namespace Shoal.Storage.Tests.Files;

public sealed class HostileFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_is_a_link_is_not_followed(bool portable)
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 20_000, [10, 10, 50_000], new Random(1));
        var outside = Path.Combine(_folder.Root, "outside");
        Directory.CreateDirectory(outside);
        Directory.CreateDirectory(_folder.In("T"));
        Directory.CreateSymbolicLink(_folder.In("T/sub"), outside);
        var error = Stores.TryOpen(torrent, Stores.Options(_folder, portable: portable), out var store, out _);
        Assert.Equal(StorageErrorKind.InTheWay, error!.Kind);
        Assert.Null(store);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_symlink_race_leads_nowhere_a_link_planted_while_it_runs_is_not_followed(bool portable)
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 20_000, [20_000, 20_000, 50_000], new Random(1));
        var outside = Path.Combine(_folder.Root, "outside");
        File.WriteAllText(outside, "precious");
        using var store = Stores.Open(torrent, Stores.Options(_folder, portable: portable));
        File.CreateSymbolicLink(_folder.In("T/file1"), outside);
        Assert.Equal(StorageErrorKind.InTheWay, store.Write(torrent, 1)!.Kind);
        Directory.CreateSymbolicLink(_folder.In("T/sub"), _folder.Root);
        Assert.Equal(StorageErrorKind.InTheWay, store.Write(torrent, 3)!.Kind);
        Assert.Equal("precious", File.ReadAllText(outside));
        Assert.False(File.Exists(Path.Combine(_folder.Root, "file2")));
    }

    [Fact]
    public void A_pipe_planted_under_a_files_name_is_not_waited_at()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo");
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 20_000, [20_000], new Random(1));
        Directory.CreateDirectory(_folder.In("T"));
        using (var made = Process.Start("mkfifo", _folder.In("T/file0")))
        {
            made.WaitForExit();
        }

        Assert.Equal(StorageErrorKind.InTheWay, Stores.TryOpen(torrent, Stores.Options(_folder), out _, out _)!.Kind);
    }

    [Fact]
    public void Empty_files_and_executable_bits_and_links_are_made_and_pads_are_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes and links");
        var torrent = TestTorrent.Create(
            TestTorrent.Kind.Hybrid,
            32 * 1024,
            [
                TestTorrent.File("T/empty", 0),
                TestTorrent.File("T/deep/run", 40_000, isExecutable: true),
                TestTorrent.File("T/plain", 40_000),
                TestTorrent.File("T/deep/link", 0, linkTo: "T/plain"),
                TestTorrent.File("T/bad", 0, linkTo: "T/../../outside"),
            ],
            new Random(1));
        using var store = Stores.Open(torrent, Stores.Options(_folder));
        Assert.Equal(0, new FileInfo(_folder.In("T/empty")).Length);
        store.WriteAll(torrent);
        Assert.False(File.Exists(_folder.In("T/deep/link")));
        Assert.Null(store.Save(Stores.State(torrent.AllHave(), isClean: true)));
        Assert.Equal(torrent.FileContent(torrent.Metainfo.Files.ToList().FindIndex(f => f.SafePath.EndsWith("plain", StringComparison.Ordinal))), File.ReadAllBytes(_folder.In("T/deep/link")));
        Assert.Equal("../plain", new FileInfo(_folder.In("T/deep/link")).LinkTarget);
        Assert.Null(new FileInfo(_folder.In("T/bad")).LinkTarget);
        Assert.True(IsExecutable("T/deep/run"));
        Assert.False(IsExecutable("T/plain"));
        Assert.False(Directory.Exists(_folder.In("T/.pad")));
        Assert.Equal(["T"], Directory.GetFileSystemEntries(_folder.Download).Select(Path.GetFileName));
    }

    [Fact]
    public void A_finished_torrent_may_be_saved_twice()
    {
        var torrent = TestTorrent.Create(
            TestTorrent.Kind.V1, 20_000, [TestTorrent.File("T/plain", 40_000), TestTorrent.File("T/link", 0, linkTo: "T/plain")], new Random(1));
        for (var i = 0; i < 2; i++)
        {
            using var store = Stores.Open(torrent, Stores.Options(_folder));
            store.WriteAll(torrent);
            Assert.Null(store.Save(Stores.State(torrent.AllHave(), isClean: true)));
        }
    }

    private bool IsExecutable(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(_folder.In(path)).HasFlag(UnixFileMode.UserExecute);
}
