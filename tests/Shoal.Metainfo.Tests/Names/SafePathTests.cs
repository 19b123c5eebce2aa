using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static Shoal.Metainfo.Tests.Benc;

namespace Shoal.Metainfo.Tests.Names;

public sealed class SafePathTests
{
    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("été 日本.txt", "été 日本.txt")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("a:b", "a_b")]
    [InlineData("a\\b", "a_b")]
    [InlineData("AC/DC", "AC_DC")]
    [InlineData("what?*\"<>|", "what______")]
    [InlineData("tab\there\u001b[2J", "tab_here_[2J")]
    [InlineData("c1\u0085", "c1_")]
    [InlineData("evil\u202etxt.exe", "evil_txt.exe")]
    [InlineData("dots...", "dots.._")]
    [InlineData("space ", "space_")]
    [InlineData("...", ".._")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("nul.tar.gz", "_nul.tar.gz")]
    [InlineData("Aux .c", "_Aux .c")]
    [InlineData("COM1", "_COM1")]
    [InlineData("LPT²", "_LPT²")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("lpt10", "lpt10")]
    public void DOS_names_and_all_that_some_file_system_cannot_hold_are_mapped(string name, string safe) => Assert.Equal([$"t/{safe}"], Paths([name]));

    [Fact]
    public void A_name_of_more_than_255_bytes_is_cut_at_a_character_and_keeps_its_extension()
    {
        var path = Assert.Single(Paths([new string('é', 200) + ".tar"]));
        Assert.Equal("t/" + new string('é', 125) + ".tar", path);
        Assert.Equal("t/" + new string('x', 255), Assert.Single(Paths([new string('x', 100_000)])));
        Assert.Equal("t/" + string.Concat(Enumerable.Repeat("🐟", 63)), Assert.Single(Paths([string.Concat(Enumerable.Repeat("🐟", 100))])));
    }

    [Fact]
    public void What_is_not_UTF8_is_mapped_overlong_dots_included() =>
        Assert.Equal(["t/____", "t/_", "t/_~1"], Paths(L("\xc0\xae\xc0\xae"), L("\xff"), L("\xfe")));

    [Fact]
    public void Case_fold_collisions_get_a_number_before_the_extension() =>
        Assert.Equal(["t/Readme.md", "t/README~1.md", "t/readme~2.md"], Paths(["Readme.md"], ["README.md"], ["readme.md"]));

    [Fact]
    public void A_number_that_a_real_name_has_already_is_passed_over() =>
        Assert.Equal(["t/a", "t/a~1", "t/A~2", "t/A~1~1"], Paths(["a"], ["a~1"], ["A"], ["A~1"]));

    [Fact]
    public void A_file_and_a_folder_of_one_name_lie_beside_each_other() => Assert.Equal(["t/a~1", "t/a/b", "t/a/c"], Paths(["a"], ["a", "b"], ["a", "c"]));

    [Fact]
    public void Folders_that_are_case_twins_do_not_mix() => Assert.Equal(["t/A/x", "t/a~1/x", "t/A/y"], Paths(["A", "x"], ["a", "x"], ["A", "y"]));

    [Fact]
    public void The_same_path_twice_is_two_files() => Assert.Equal(["t/d/x", "t/d/x~1"], Paths(["d", "x"], ["d", "x"]));

    [Fact]
    public void A_path_deeper_than_a_path_can_be_goes_on_in_the_torrents_folder()
    {
        var name = new string('n', 250);
        var paths = Paths([name, name, name, name, name, "x"], [name, "y"]);
        Assert.Equal([$"t/{name[..243]}~1/x", $"t/{name}/y"], paths);
    }

    [Fact]
    public void The_path_of_a_single_file_is_its_safe_name()
    {
        var torrent = Read(D(("length", 5), ("name", "a:b"), ("piece length", 16384), ("pieces", new byte[20])));
        Assert.Equal("a_b", torrent.Files[0].SafePath);
        Assert.Equal(["a:b"], torrent.Files[0].Path);
        Assert.True(torrent.IsSingleFile);
    }

    [Fact]
    public void A_link_points_to_the_safe_path_of_its_target()
    {
        var files = L(
            D(("attr", "l"), ("path", L("link")), ("symlink path", L("D", "x:y"))),
            D(("length", 5), ("path", L("d", "x"))),
            D(("length", 0), ("path", L("D", "x:y"))),
            D(("attr", "lx"), ("length", 0), ("path", L("folder")), ("symlink path", L("D"))),
            D(("attr", "l"), ("length", 0), ("path", L("nowhere")), ("symlink path", L("a:b", "c?"))));
        var torrent = Read(D(("files", files), ("name", "t"), ("piece length", 16384), ("pieces", new byte[20])));
        Assert.Equal(["t/D~1/x_y", null, null, "t/D~1", "t/a_b/c_"], torrent.Files.Select(file => file.SymlinkTarget));
        Assert.True(torrent.Files[3].IsExecutable);
    }

    [Fact]
    public void Path_traversal_leads_nowhere_any_names_get_paths_that_are_unique_without_case_and_hold_everywhere()
    {
        var character = Gen.Elements("aAbB~1.. /\\:\0\u001f\u202e\ud800éÉ🐟CONcon".ToCharArray());
        var name = Gen.OneOf(Gen.Elements("a", "A", "a~1", "a~2", "con", "x.txt", "X.txt", "x~1.txt", "."), from c in Gen.NonEmptyListOf(character) select string.Concat(c));
        var files = Gen.ListOf(Gen.Sized(size => Gen.ListOf(name, size % 3 + 1)));
        Prop.ForAll(files.ToArbitrary(), list =>
        {
            var info = D(("files", list.Select(path => (object)D(("length", 0), ("path", path.Select(part => (object)Encoding.UTF8.GetBytes(part)).ToArray()))).ToArray()),
                ("name", "t"), ("piece length", 1), ("pieces", ""));
            if (!TorrentReader.TryRead(Of(D(("info", info))), out var torrent, out _))
            {
                return;
            }

            var folders = torrent.Files.SelectMany(file => Parents(file.SafePath)).Distinct(StringComparer.Ordinal);
            var all = torrent.Files.Select(file => file.SafePath).Concat(folders).ToList();
            Assert.Equal(all.Count, all.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            foreach (var part in all.SelectMany(path => path.Split('/')))
            {
                Assert.DoesNotContain(part, new[] { "", ".", ".." });
                Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 255);
                Assert.DoesNotContain(part, c => c < ' ' || @"\:*?""<>|".Contains(c, StringComparison.Ordinal));
                Assert.False(part.EndsWith('.') || part.EndsWith(' '), part);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

        static IEnumerable<string> Parents(string path)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                yield return path[..slash];
            }
        }
    }

    [Theory]
    [InlineData("twin")]
    [InlineData("numbered")]
    [InlineData("long")]
    public void Two_hundred_thousand_hostile_twins_take_time_in_their_number(string how)
    {
        string[] Name(int i) => how switch
        {
            "twin" => ["a"],
            "numbered" => [i % 2 == 0 ? $"a~{i / 2}" : "a"],
            _ => [new string('x', 256) + i.ToString(System.Globalization.CultureInfo.InvariantCulture)],
        };
        var small = Time(20_000);
        var large = Time(200_000);

        // Ten times the files: a quadratic search would take a hundred times as long.
        Assert.InRange(large, TimeSpan.Zero, 40 * small + TimeSpan.FromSeconds(5));

        TimeSpan Time(int count)
        {
            var files = Enumerable.Range(0, count).Select(i => (object)D(("length", 0), ("path", L(Name(i))))).ToArray();
            var bytes = Of(D(("info", D(("files", files), ("name", "t"), ("piece length", 1), ("pieces", "")))));
            var watch = Stopwatch.StartNew();
            Assert.True(TorrentReader.TryRead(bytes, out var torrent, out var reason), reason);
            watch.Stop();
            Assert.Equal(count, torrent.Files.Select(file => file.SafePath).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            return watch.Elapsed;
        }
    }

    private static string[] Paths(params string[][] paths) => Paths([.. paths.Select(path => L([.. path.Select(part => (object)Encoding.UTF8.GetBytes(part))]))]);

    private static string[] Paths(params object[][] paths)
    {
        var files = paths.Select(path => (object)D(("length", 0), ("path", path))).ToArray();
        return [.. Read(D(("files", files), ("name", "t"), ("piece length", 16384), ("pieces", ""))).Files.Select(file => file.SafePath)];
    }

    private static TorrentMetainfo Read(object info)
    {
        Assert.True(TorrentReader.TryRead(Of(D(("info", info))), out var torrent, out var reason), reason);
        return torrent;
    }
}
