using Shoal.Metainfo;
using Shoal.Metainfo.Oracle;

namespace Shoal.Interop.Tests.Metainfo;

/// <summary>Torrents made here and now by libtorrent, mktorrent and transmission-create are read as libtorrent reads them.</summary>
public sealed class ReadsRealTorrentsTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("no-tail-pad")]
    public void A_libtorrent_torrent_of_many_files_is_read_right(string form)
    {
        using var programs = new RealPrograms();
        ManyFiles(programs);
        AssertSame(programs, programs.Libtorrent(form, 16384, "many"));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("v1")]
    [InlineData("v2")]
    public void A_libtorrent_torrent_of_one_file_is_read_right(string form)
    {
        using var programs = new RealPrograms();
        programs.Write("Ünïcode ファイル.bin", 16384 * 37 + 1);
        AssertSame(programs, programs.Libtorrent(form, 16384, "Ünïcode ファイル.bin"));
    }

    [Fact]
    public void A_mktorrent_torrent_is_read_right()
    {
        using var programs = new RealPrograms();
        ManyFiles(programs);
        programs.Run("mktorrent", "-l", "15", "-p", "-a", "http://a.example/x,http://b.example/y", "-a", "udp://c.example:1", "-w", "http://w.example/", "-c", "text", "-o", "m.torrent", "many");
        AssertSame(programs, Path.Combine(programs.Folder, "m.torrent"));
    }

    [Fact]
    public void A_transmission_torrent_is_read_right()
    {
        using var programs = new RealPrograms();
        ManyFiles(programs);
        programs.Run("transmission-create", "-s", "32", "-t", "http://a.example/x", "-t", "udp://c.example:1", "-c", "text", "-o", "t.torrent", "many");
        AssertSame(programs, Path.Combine(programs.Folder, "t.torrent"));
    }

    private static void ManyFiles(RealPrograms programs)
    {
        for (var i = 0; i < 60; i++)
        {
            programs.Write($"many/folder {i % 7}/file{i}.bin", i * i * 37);
        }

        programs.Write("many/été/日本語.txt", 16384);
        programs.Write("many/été/empty", 0);
        programs.Write("many/z", 16384 * 3);
        programs.Write("many/zz", 16384 * 5 + 16383);
    }

    private static void AssertSame(RealPrograms programs, string torrent)
    {
        Assert.True(TorrentReader.TryRead(File.ReadAllBytes(torrent), out var read, out var reason), reason);
        LibtorrentView.AssertSame(programs.Describe(torrent), read);
    }
}
