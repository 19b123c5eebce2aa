using System.Text;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Tests.Files;

public sealed class TorrentCreatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void The_same_files_and_options_give_the_same_bytes(TorrentFormat format)
    {
        _folder.Write("b", 70_000);
        _folder.Write("a/c", 20_000, seed: 2);
        _folder.Write("a/empty", 0);
        var options = new CreateOptions { Format = format, Comment = "c", Source = "s", IsPrivate = true };

        Assert.Equal(Create(options).Bytes.ToArray(), Create(options).Bytes.ToArray());
    }

    [Fact]
    public void Trackers_of_one_option_are_a_tier()
    {
        _folder.Write("f", 10);
        var text = Text(Create(new CreateOptions { Trackers = [["http://a/", "http://b/"], ["http://c/"]] }));

        Assert.Contains("d8:announce9:http://a/13:announce-listll9:http://a/9:http://b/el9:http://c/ee", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_tracker_needs_no_list_and_a_lone_web_seed_is_a_string()
    {
        _folder.Write("f", 10);
        var text = Text(Create(new CreateOptions { Trackers = [["http://a/"]], WebSeeds = ["http://w/"] }));

        Assert.DoesNotContain("announce-list", text, StringComparison.Ordinal);
        Assert.EndsWith("8:url-list9:http://w/e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_says_when_it_was_made_unless_asked()
    {
        _folder.Write("f", 10);

        Assert.DoesNotContain("creation date", Text(Create(new CreateOptions())), StringComparison.Ordinal);
        Assert.Contains("13:creation datei86400e", Text(Create(new CreateOptions { CreationDate = DateTimeOffset.UnixEpoch.AddDays(1) })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grew_since_the_scan_is_an_error_that_names_it()
    {
        var path = _folder.Write("f", 100_000);
        var tree = SourceScan.Scan(_folder.Path, [], default);
        File.AppendAllText(path, "x");

        var error = Assert.Throws<SourceException>(() => TorrentCreator.Create(tree, new CreateOptions(), null, default));

        Assert.Contains($"'{path}' changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_rewritten_at_the_same_length_is_an_error_that_names_it()
    {
        var path = _folder.Write("f", 100_000);
        var tree = SourceScan.Scan(_folder.Path, [], default);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Contains("changed", Assert.Throws<SourceException>(() => TorrentCreator.Create(tree, new CreateOptions(), null, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_vanished_or_shrank_is_an_error()
    {
        var path = _folder.Write("f", 100_000);
        var tree = SourceScan.Scan(_folder.Path, [], default);
        File.WriteAllText(path, "short");
        Assert.Contains("changed", Assert.Throws<SourceException>(() => TorrentCreator.Create(tree, new CreateOptions(), null, default)).Message, StringComparison.Ordinal);

        File.Delete(path);
        Assert.Contains("changed", Assert.Throws<SourceException>(() => TorrentCreator.Create(tree, new CreateOptions(), null, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_without_a_byte_make_no_torrent()
    {
        _folder.Write("empty", 0);
        Assert.Contains("holds no data", Assert.Throws<SourceException>(() => Create(new CreateOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_v2_torrent_of_a_folder_that_would_be_read_as_a_file_is_refused()
    {
        _folder.Write("same/same", 10);
        var tree = SourceScan.Scan(Path.Combine(_folder.Path, "same"), [], default);

        Assert.Contains("cannot tell the folder", Assert.Throws<SourceException>(() => TorrentCreator.Create(tree, new CreateOptions { Format = TorrentFormat.V2 }, null, default)).Message, StringComparison.Ordinal);
        Assert.NotNull(TorrentCreator.Create(tree, new CreateOptions(), null, default));
    }

    [Fact]
    public void Excluded_files_and_folders_are_left_out()
    {
        _folder.Write("keep", 1);
        _folder.Write("skip.tmp", 1);
        _folder.Write(".git/config", 1);

        var tree = SourceScan.Scan(_folder.Path, [new Glob("*.tmp"), new Glob(".git")], default);

        Assert.Equal(["keep"], tree.Files.Select(f => f.Components[^1]));
    }

    [Fact]
    public void Links_are_followed_and_loops_and_dead_links_are_errors()
    {
        _folder.Write("real/f", 5);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), "real/f");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), "real");
        var tree = SourceScan.Scan(_folder.Path, [], default);
        Assert.Equal(["folder/f 5", "link 5", "real/f 5"], tree.Files.Select(f => string.Join('/', f.Components) + " " + f.Length).Order(StringComparer.Ordinal));

        var dead = Path.Combine(_folder.Path, "dead");
        File.CreateSymbolicLink(dead, "nowhere");
        Assert.Contains($"'{dead}' points to nothing", Assert.Throws<SourceException>(() => SourceScan.Scan(_folder.Path, [], default)).Message, StringComparison.Ordinal);
        File.Delete(dead);

        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "real", "up"), "..");
        Assert.Contains("leads back", Assert.Throws<SourceException>(() => SourceScan.Scan(_folder.Path, [], default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error_that_names_it() =>
        Assert.Contains("'/nowhere/at/all'", Assert.Throws<SourceException>(() => SourceScan.Scan("/nowhere/at/all", [], default)).Message, StringComparison.Ordinal);

    private static string Text(CreatedTorrent torrent) => Encoding.Latin1.GetString(torrent.Bytes.Span);

    private CreatedTorrent Create(CreateOptions options) => TorrentCreator.Create(SourceScan.Scan(_folder.Path, [], default), options, null, default);
}
