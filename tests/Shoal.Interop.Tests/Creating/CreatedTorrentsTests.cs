using System.Text.Json;
using System.Text.RegularExpressions;
using Shoal.Interop.Tests.Metainfo;

namespace Shoal.Interop.Tests.Creating;

/// <summary>What other programs say of torrents that `shoal create` made.</summary>
public sealed class CreatedTorrentsTests : IDisposable
{
    private const string Libtorrent = """
        import libtorrent as lt, sys
        i = lt.torrent_info(sys.argv[1]); h = i.info_hashes()
        print(h.v1 if h.has_v1() else '-', h.v2 if h.has_v2() else '-', i.num_pieces(), i.total_size())
        """;

    private static readonly string Shoal = Path.Combine(AppContext.BaseDirectory, "shoal");

    private readonly RealPrograms _programs = new();

    public CreatedTorrentsTests()
    {
        _programs.Write("one.bin", 300_001);
        _programs.Write("large.bin", 2_100_003);
        _programs.Write("tiny", 1);
        _programs.Write("exact", 4 * 32768);
        _programs.Write("folder with one/f", 70_000);
        _programs.Write("many/.hidden", 9);
        _programs.Write("many/Z/z", 40_000);
        _programs.Write("many/ab", 0);
        _programs.Write("many/b", 32768);
        _programs.Write("many/empty", 0);
        _programs.Write("many/sub/deep/g", 65_536);
        _programs.Write("many/sub/same as g", 65_536);
        _programs.Write("many/sub-x/h", 70_000);
        _programs.Write("many/sub.txt", 3);
        _programs.Write("many/zz-ünï ファイル", 17);
        _programs.Write("many/zzz", 20_000);
        _programs.Write("many/zzzz last and empty", 0);
    }

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var source in (string[])["one.bin", "large.bin", "tiny", "exact", "folder with one", "many"])
            {
                foreach (var format in (string[])["v1", "v2", "hybrid"])
                {
                    cases.Add(source, format);
                }
            }

            return cases;
        }
    }

    public void Dispose() => _programs.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Other_programs_report_the_info_hashes_that_we_print(string source, string format)
    {
        var created = Create(source, format);
        var v1 = created.TryGetProperty("infoHashV1", out var a) ? a.GetString() : "-";
        var v2 = created.TryGetProperty("infoHashV2", out var b) ? b.GetString() : "-";

        var libtorrent = _programs.Run("/usr/bin/python3", "-c", Libtorrent, "ours.torrent").Split();
        Assert.Equal($"{v1} {v2}", $"{libtorrent[0]} {libtorrent[1]}");
        Assert.Equal(created.GetProperty("pieces").GetInt32(), int.Parse(libtorrent[2]));
        // Both stumble over the empty key that BEP 52 puts into the file tree, also in libtorrent's hybrids: Transmission 3.00 refuses
        // the torrent, aria2 1.36 drops the key and hashes what is left.
        if (format is "v1")
        {
            Assert.Contains(v1!, _programs.Run("aria2c", "-S", "ours.torrent"), StringComparison.Ordinal);
            Assert.Contains(v1!, _programs.Run("transmission-show", "ours.torrent"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_files_give_the_same_info_hash_as_in_the_first_program_of_the_format(string source, string format)
    {
        if (OperatingSystem.IsLinux() && format is not "v1")
        {
            File.SetUnixFileMode(Path.Combine(_programs.Folder, "many/sub.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(Path.Combine(_programs.Folder, "tiny"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Create(source, format, "--private");
        var theirs = format is "v1" ? "theirs.torrent" : _programs.Libtorrent(format is "v2" ? "v2" : "default", 32768, source);
        if (format is "v1")
        {
            _programs.Run("mktorrent", "-d", "-p", "-l", "15", "-o", theirs, source);
        }

        Assert.Equal(_programs.Run("/usr/bin/python3", "-c", Libtorrent, theirs), _programs.Run("/usr/bin/python3", "-c", Libtorrent, "ours.torrent"));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public void A_processor_without_AVX_512_makes_the_same_torrent(string format)
    {
        Create("large.bin", format, "--no-date");
        _programs.Run(
            "/usr/bin/env", "DOTNET_EnableAVX512=0", Shoal, "create", "large.bin", "-o", "narrow.torrent", "--format", format, "--piece-length", "32K", "--no-date");

        Assert.Equal(File.ReadAllBytes(Path.Combine(_programs.Folder, "ours.torrent")), File.ReadAllBytes(Path.Combine(_programs.Folder, "narrow.torrent")));
    }

    [Fact]
    public void A_private_torrent_with_a_source_has_the_info_hash_of_mktorrent()
    {
        Create("many", "v1", "--private", "--source", "SRC", "--comment", "c", "-t", "http://a.example/");
        _programs.Run("mktorrent", "-d", "-p", "-s", "SRC", "-l", "15", "-a", "http://a.example/", "-o", "theirs.torrent", "many");

        Assert.Equal(_programs.Run("/usr/bin/python3", "-c", Libtorrent, "theirs.torrent"), _programs.Run("/usr/bin/python3", "-c", Libtorrent, "ours.torrent"));
    }

    [Fact]
    public void Libtorrent_reads_the_tiers_the_web_seeds_and_the_texts()
    {
        Create("many", "hybrid", "-t", "http://a.example/x,udp://b.example:1", "-t", "http://c.example/", "--web-seed", "http://w.example/", "--comment", "ünï");
        const string script = """
            import libtorrent as lt, sys
            i = lt.torrent_info('ours.torrent')
            print([(t.tier, t.url) for t in sorted(i.trackers(), key=lambda t: (t.tier, t.url))], [w['url'] for w in i.web_seeds()], i.comment(), i.creator())
            """;

        Assert.Matches(
            @"^\[\(0, 'http://a\.example/x'\), \(0, 'udp://b\.example:1'\), \(1, 'http://c\.example/'\)\] \['http://w\.example/'\] ünï Shoal/\d",
            _programs.Run("/usr/bin/python3", "-X", "utf8", "-c", script));
    }

    [Fact]
    public void Transmission_shows_the_trackers_in_their_tiers()
    {
        Create("one.bin", "v1", "-t", "http://a.example/x,udp://b.example:1", "-t", "http://c.example/");

        Assert.Matches(new Regex(@"Tier #1\s+http://a\.example/x\s+udp://b\.example:1\s+Tier #2\s+http://c\.example/", RegexOptions.None, TimeSpan.FromSeconds(5)), _programs.Run("transmission-show", "ours.torrent"));
    }

    private JsonElement Create(string source, string format, params string[] more)
    {
        var output = _programs.Run(Shoal, ["create", source, "-o", "ours.torrent", "--format", format, "--piece-length", "32K", "--json", .. more]);
        return JsonDocument.Parse(output).RootElement;
    }
}
