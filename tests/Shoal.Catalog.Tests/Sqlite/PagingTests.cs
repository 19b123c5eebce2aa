using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Tests.Sqlite;

public sealed class PagingTests : IDisposable
{
    private readonly TestCatalog _catalog = new();

    public void Dispose() => _catalog.Dispose();

    /// <summary>Fewest words first; of equal ones who can be reached, then who is fast, then the newest.</summary>
    [Fact]
    public void The_best_come_first()
    {
        _catalog.Arrive(1, speed: 10, isReachable: false);
        _catalog.Arrive(2, speed: 3);
        _catalog.Arrive(3, speed: 8);
        _catalog.Share(3, "tune fast old", "tune fast new");
        _catalog.Share(2, "tune slow one", "tune");
        _catalog.Share(1, "tune unreachable one", "tune of many other words");
        Assert.Equal(["tune", "tune fast new", "tune fast old", "tune slow one", "tune unreachable one", "tune of many other words"], _catalog.Search("tune"));
    }

    /// <summary>Of more than a thousand, the newest thousand are given the best first, and then the next.</summary>
    [Fact]
    public void Four_times_as_many_as_are_asked_for_are_put_in_order_at_a_time()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, ["tune", .. Enumerable.Range(0, 1499).Select(i => i % 2 == 0 ? $"tune {i}" : $"tune {i} longer")]);
        var found = _catalog.Search("tune");
        Assert.Equal(1500, found.Distinct().Count());
        Assert.Equal(["tune 1498", "tune 1496"], found.Take(2));
        Assert.Equal("tune 1497 longer", found[200]);
        Assert.Equal(["tune 1098", "tune 1096"], found.Skip(400).Take(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void Pages_of_any_size_hold_each_file_once(int most)
    {
        _catalog.Arrive(1);
        _catalog.Share(1, [.. Enumerable.Range(0, 1100).Select(i => $"tune {i}")]);
        var pages = new List<int>();
        var found = new HashSet<long>();
        string? after = null;
        do
        {
            var page = _catalog.Reader.Search(TestCatalog.Query("tune", most, after));
            pages.Add(page.Files.Count);
            Assert.All(page.Files, file => Assert.True(found.Add(file.Id)));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(1100, found.Count);
        Assert.Equal(Math.Min(most, 1000), pages[0]);
    }

    /// <summary>Between two pages owners come, go, share more and get another line: who is there all the time is found once, and nobody twice.</summary>
    [Fact]
    public void Pages_follow_each_other_while_others_write()
    {
        for (var owner = 1; owner <= 20; owner++)
        {
            _catalog.Arrive(owner, (byte)(owner % 11), owner % 3 != 0);
        }

        for (var i = 0; i < 1500; i++)
        {
            _catalog.Share((i % 20) + 1, i % 7 == 0 ? $"tune {i} with more" : $"tune {i}");
        }

        var random = new Random(5);
        var found = new List<FoundFile>();
        string? after = null;
        var more = 0;
        do
        {
            var page = _catalog.Reader.Search(TestCatalog.Query("tune", 40, after));
            found.AddRange(page.Files);
            after = page.Next;
            _catalog.Share(random.Next(1, 11), $"tune newer {more++}");
            _catalog.Write(new CatalogChange(ChangeKind.Update, new OwnerId(random.Next(1, 11)), Presence: new Presence((byte)random.Next(11), random.Next(2) == 0)));
            _catalog.Depart(random.Next(11, 21));
        }
        while (after is not null);

        Assert.Equal(found.Count, found.DistinctBy(file => file.Id).Count());
        Assert.Equal(750, found.Count(file => file.Owner.Value <= 10 && !file.File.Text.Contains("newer", StringComparison.Ordinal)));
    }

    /// <summary>Many files of owners who are gone stand before the one that is shared.</summary>
    [Fact]
    public void Files_of_owners_who_are_gone_do_not_hide_the_others()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        _catalog.Share(1, "tune there");
        for (var i = 0; i < 5; i++)
        {
            _catalog.Share(2, [.. Enumerable.Range(0, 1000).Select(j => $"tune {i} {j}")]);
        }

        _catalog.Depart(2);
        Assert.Equal(["tune there"], _catalog.Reader.Search(TestCatalog.Query("tune")).Files.Select(found => found.File.Text));
    }

    /// <summary>Where looking takes its time, a page has what was found until then, and the next goes on there.</summary>
    [Fact]
    public void A_search_that_takes_too_long_is_cut_short_and_goes_on()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, [.. Enumerable.Range(0, 3000).Select(i => TestCatalog.File($"tune {i}") with { Bitrate = i % 100 })]);
        var query = TestCatalog.Query("tune") with { Bitrate = new Bounds(7, 7) };
        Assert.Equal(30, _catalog.Reader.Search(query).Files.Count);
        _catalog.Time.Look = TimeSpan.FromMilliseconds(1.5);
        var first = _catalog.Reader.Search(query);
        Assert.InRange(first.Files.Count, 1, 10);
        Assert.NotNull(first.Next);
        Assert.Equal(30, _catalog.SearchAll(query).DistinctBy(found => found.Id).Count());
    }

    /// <summary>Without a clock that moves, the number of files that are looked at is the bound.</summary>
    [Fact]
    public void A_filter_that_nothing_passes_ends_a_page_after_twenty_thousand_files()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, [TestCatalog.File("tune last") with { Bitrate = 7 }, .. Enumerable.Range(0, 20_500).Select(i => TestCatalog.File($"tune {i}"))]);
        var page = _catalog.Reader.Search(TestCatalog.Query("tune") with { Bitrate = new Bounds(7, 7) });
        Assert.Empty(page.Files);
        page = _catalog.Reader.Search(TestCatalog.Query("tune", after: page.Next) with { Bitrate = new Bounds(7, 7) });
        Assert.Equal(["tune last"], page.Files.Select(found => found.File.Text));
        Assert.Null(page.Next);
    }
}
