using System.Text;
using Shoal.Catalog.Searching;
using Shoal.Metainfo;

namespace Shoal.Catalog.Tests.Sqlite;

public sealed class SqliteCatalogTests : IDisposable
{
    private readonly TestCatalog _catalog = new();

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void What_is_shared_is_found_with_all_that_was_told_of_it()
    {
        var file = new SharedFile
        {
            Path = new byte[] { (byte)'Z', (byte)':', 0xff, 0, (byte)'"' },
            Text = "Björk - Jóga",
            Size = 5_000_000_000,
            Media = MediaType.Audio,
            Bitrate = 192,
            Frequency = 44_100,
            Duration = 300,
            Token = Encoding.ASCII.GetBytes("00ff00ff00ff00ff00ff00ff00ff00ff-300032"),
            Artist = "Björk",
            Title = "Jóga",
            Album = "",
            Sha256 = new Sha256Hash([.. Enumerable.Range(0, 32).Select(i => (byte)i)]),
            Root = new Sha256Hash([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
            InfoHash = new Sha1Hash([.. Enumerable.Range(2, 20).Select(i => (byte)i)]),
        };
        _catalog.Arrive(7);
        Assert.Equal(new ChangeOutcome(OutcomeKind.Done, 1, 5_000_000_000, NewId: 1), Assert.Single(_catalog.Share(7, file)));

        var found = Assert.Single(_catalog.Reader.Search(TestCatalog.Query("JÓGA björk")).Files);
        Assert.Equal(new OwnerId(7), found.Owner);
        AssertSame(file, found.File);
        Assert.Equal(found.Id, Assert.Single(_catalog.Reader.Browse(new OwnerId(7), 0, 10)).Id);
        Assert.Equal(found.Id, Assert.Single(_catalog.Reader.Sources(Encoding.ASCII.GetBytes("00FF00ff00ff00ff00ff00ff00ff00ff-300032"), file.Size, 10)).Id);
        Assert.Equal(found.Id, _catalog.Reader.Find(new OwnerId(7), file.Path.Span)?.Id);
        Assert.Null(_catalog.Reader.Find(new OwnerId(8), file.Path.Span));
        Assert.Null(_catalog.Reader.Find(new OwnerId(7), file.Path.Span[1..]));
        Assert.Empty(_catalog.Reader.Sources(file.Token.Span, file.Size + 1, 10));
        Assert.Equal(new CatalogCounts(1, 5_000_000_000, 1), _catalog.Store.Counts);
    }

    [Fact]
    public void Only_whole_words_are_found_and_of_several_words_files_with_all()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "foo fighters everlong", "foo bar", "food");
        Assert.Equal(["foo bar", "foo fighters everlong"], _catalog.Search("foo"));
        Assert.Equal(["foo fighters everlong"], _catalog.Search("everlong foo"));
        Assert.Empty(_catalog.Search("fo"));
        Assert.Empty(_catalog.Search("foo nothing"));
    }

    [Fact]
    public void A_prefix_a_phrase_and_an_exclusion_are_taken_at_their_word()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "black sabbath paranoid", "sabbath black", "blackbird", "blackbird live");
        var query = TestCatalog.Query("x");
        Assert.Equal(["blackbird", "blackbird live", "sabbath black", "black sabbath paranoid"], _catalog.Search(query with { All = [new SearchTerm(["black"], IsPrefix: true)] }));
        Assert.Equal(["black sabbath paranoid"], _catalog.Search(query with { All = [new SearchTerm(["black", "sabbath"])] }));
        Assert.Equal(["black sabbath paranoid"], _catalog.Search(query with { All = [new SearchTerm(["black", "sabb"], IsPrefix: true)] }));
        Assert.Equal(["blackbird"], _catalog.Search(query with { All = [new SearchTerm(["blackbird"])], None = [new SearchTerm(["li"], IsPrefix: true)] }));
        Assert.Equal(["sabbath black"], _catalog.Search(query with { All = [new SearchTerm(["black"])], None = [new SearchTerm(["sabbath", "paranoid"]), new SearchTerm(["bird"])] }));
    }

    [Fact]
    public void Who_is_gone_or_has_not_shared_again_is_not_found()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        _catalog.Share(1, "tune one", "tune two");
        _catalog.Share(2, "tune three");
        Assert.Equal(new ChangeOutcome(OutcomeKind.Done, -2, -2000), _catalog.Depart(1));
        Assert.Equal(["tune three"], _catalog.Search("tune"));
        Assert.Empty(_catalog.Reader.Browse(new OwnerId(1), 0, 10));
        Assert.Equal(new CatalogCounts(1, 1000, 3), _catalog.Store.Counts);

        _catalog.Arrive(1);
        Assert.Equal(["tune three"], _catalog.Search("tune"));
        Assert.Null(_catalog.Reader.Find(new OwnerId(1), "tune one"u8));
        _catalog.Share(1, "tune two");
        Assert.Equal(["tune three", "tune two"], _catalog.Search("tune").Order());
        Assert.Equal(new CatalogCounts(2, 2000, 3), _catalog.Store.Counts);
    }

    [Fact]
    public void Outcomes_say_what_became_of_each_change()
    {
        var one = new OwnerId(1);
        Assert.Equal(OutcomeKind.Absent, _catalog.Share(1, "early")[0].Kind);
        var outcomes = _catalog.Write(
            new CatalogChange(ChangeKind.Arrive, one, Presence: new Presence(3, true)),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File("a", 10)),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File("a", 11)),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File("b", 20)),
            new CatalogChange(ChangeKind.Unshare, one, Path: "a"u8.ToArray()),
            new CatalogChange(ChangeKind.Unshare, one, Path: "a"u8.ToArray()),
            new CatalogChange(ChangeKind.Unshare, one, Path: "never"u8.ToArray()),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File("a", 12)),
            new CatalogChange(ChangeKind.Update, one, Presence: new Presence(4, true)),
            new CatalogChange(ChangeKind.UnshareAll, one),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File(new string('x', 4097))),
            new CatalogChange(ChangeKind.Share, one, TestCatalog.File("a", 13)),
            new CatalogChange(ChangeKind.Arrive, one, Presence: new Presence(4, true)),
            new CatalogChange(ChangeKind.Depart, one));
        Assert.Equal(
            [
                new(OutcomeKind.Done, 0, 0),
                new(OutcomeKind.Done, 1, 10, NewId: 1),
                new(OutcomeKind.AlreadyShared, 0, 0),
                new(OutcomeKind.Done, 1, 20, NewId: 2),
                new(OutcomeKind.Done, -1, -10),
                new(OutcomeKind.NotShared, 0, 0),
                new(OutcomeKind.NotShared, 0, 0),
                new(OutcomeKind.Done, 1, 12),
                new(OutcomeKind.Done, 0, 0),
                new(OutcomeKind.Done, -2, -32),
                new(OutcomeKind.TooLong, 0, 0),
                new(OutcomeKind.Done, 1, 13),
                new(OutcomeKind.Done, -1, -13),
                new(OutcomeKind.Done, 0, 0),
            ],
            outcomes);
        Assert.Equal(new CatalogCounts(0, 0, 2), _catalog.Store.Counts);
    }

    [Fact]
    public void Filters_are_of_the_file_and_of_its_owner_as_he_is_now()
    {
        _catalog.Arrive(1, speed: 3, isReachable: false);
        _catalog.Arrive(2, speed: 9);
        _catalog.Share(1, TestCatalog.File("tune a", 100) with { Media = MediaType.Video, Bitrate = 128, Frequency = 44_100, Duration = 60 });
        _catalog.Share(2, TestCatalog.File("tune b", 200) with { Media = MediaType.Mp3, Bitrate = 192, Frequency = 48_000, Duration = 90 });
        var query = TestCatalog.Query("tune");
        Assert.Equal(["tune b", "tune a"], _catalog.Search(query));
        foreach (var narrower in (SearchQuery[])[
            query with { Media = MediaType.Video }, query with { Size = new Bounds(0, 199) }, query with { Bitrate = new Bounds(128, 128) }, query with { Frequency = new Bounds(0, 47_999) },
            query with { Duration = new Bounds(60, 89) }, query with { Speed = new Bounds(3, 8) }, query with { Except = new OwnerId(2) }])
        {
            Assert.Equal(["tune a"], _catalog.Search(narrower));
        }

        Assert.Equal(["tune b"], _catalog.Search(query with { IsReachable = true }));
        _catalog.Write(new CatalogChange(ChangeKind.Update, new OwnerId(1), Presence: new Presence(10, true)));
        Assert.Equal(["tune b", "tune a"], _catalog.Search(query with { IsReachable = true }));
        Assert.Equal(["tune a"], _catalog.Search(query with { Speed = new Bounds(10, 10) }));
    }

    /// <summary>Many files have the word that stands for a source in the index; tokens are the same whatever the case of their letters.</summary>
    [Fact]
    public void Sources_of_a_file_are_those_with_its_token_and_size()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        _catalog.Share(1, [.. Enumerable.Range(0, 3000).Select(i => TestCatalog.File($"tune {i}", i) with { Token = Encoding.ASCII.GetBytes($"token{i / 3}") })]);
        _catalog.Share(2, [TestCatalog.File("same", 12) with { Token = "TOKEN4"u8.ToArray() }]);
        Assert.Equal(["same", "tune 12"], _catalog.Reader.Sources("Token4"u8, 12, 10).Select(found => found.File.Text));
        Assert.Equal(["same"], _catalog.Reader.Sources("Token4"u8, 12, 1).Select(found => found.File.Text));
        Assert.All(Enumerable.Range(0, 3000), i => Assert.Contains(_catalog.Reader.Sources(Encoding.ASCII.GetBytes($"token{i / 3}"), i, 10), found => found.File.Text == $"tune {i}"));
        _catalog.Depart(2);
        Assert.Single(_catalog.Reader.Sources("Token4"u8, 12, 10));
    }

    [Fact]
    public void A_share_that_is_the_same_again_writes_nothing()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "same", "other");
        _catalog.Depart(1);
        _catalog.Arrive(1);
        var before = Log();
        Assert.Equal(1, _catalog.Share(1, "same")[0].Files);
        Assert.Equal(before, Log());
        Assert.Equal(["same"], _catalog.Search("same"));

        // Another bitrate is another row, and another text other words; what found it before does no longer.
        _catalog.Share(1, TestCatalog.File("other") with { Bitrate = 64, Text = "renamed" });
        Assert.NotEqual(before, Log());
        Assert.Equal(64, Assert.Single(_catalog.SearchAll(TestCatalog.Query("renamed"))).File.Bitrate);
        Assert.Empty(_catalog.Search("other"));
        Assert.Equal(2, _catalog.Store.Counts.Kept);

        long Log() => new FileInfo(_catalog.Path + "-wal").Length;
    }

    [Fact]
    public void A_share_of_another_day_is_seen_that_day()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "same");
        var first = _catalog.Ask("SELECT seen FROM files");
        _catalog.Arrive(1);
        _catalog.Time.Now += TimeSpan.FromDays(1);
        _catalog.Share(1, "same");
        Assert.Equal((long)first! + 1, _catalog.Ask("SELECT seen FROM files"));
    }

    [Fact]
    public void After_a_start_nobody_is_there_and_who_comes_again_writes_nothing_new()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "kept a", "kept b");
        var id = _catalog.Reader.Find(new OwnerId(1), "kept b"u8)!.Value.Id;
        _catalog.Reopen();
        Assert.Equal(new CatalogCounts(0, 0, 2), _catalog.Store.Counts);
        Assert.Empty(_catalog.Search("kept"));
        _catalog.Arrive(1);
        _catalog.Share(1, "kept b", "kept c");
        Assert.Equal(["kept b", "kept c"], _catalog.Search("kept").Order());
        Assert.Equal(id, _catalog.Reader.Find(new OwnerId(1), "kept b"u8)!.Value.Id);
        Assert.Equal(3, _catalog.Store.Counts.Kept);
    }

    [Fact]
    public void Browsing_gives_an_owner_s_files_in_the_order_in_which_they_were_first_shared()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        for (var i = 0; i < 10; i++)
        {
            _catalog.Share(1, $"mine {i}");
            _catalog.Share(2, $"his {i}");
        }

        _catalog.Arrive(1);
        _catalog.Share(1, "mine 7", "mine 3", "mine 9", "mine 1");
        _catalog.Unshare(1, "mine 9");
        _catalog.Unshare(1, "mine 3");
        _catalog.Share(1, "mine 3");
        var first = _catalog.Reader.Browse(new OwnerId(1), 0, 2);
        Assert.Equal(["mine 1", "mine 3"], first.Select(found => found.File.Text));
        Assert.Equal(["mine 7"], _catalog.Reader.Browse(new OwnerId(1), first[1].Id, 2).Select(found => found.File.Text));
    }

    internal static void AssertSame(SharedFile expected, SharedFile actual)
    {
        Assert.Equal(expected.Path.ToArray(), actual.Path.ToArray());
        Assert.Equal(expected.Token.ToArray(), actual.Token.ToArray());
        Assert.Equal(expected, actual with { Path = expected.Path, Token = expected.Token });
    }
}
