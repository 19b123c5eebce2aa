namespace Shoal.Catalog.Tests.Sqlite;

public sealed class RetentionTests : IDisposable
{
    private readonly TestCatalog _catalog = new(new CatalogOptions { MostFiles = 300 });

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void What_was_not_seen_for_long_is_forgotten_and_what_is_shared_is_not()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        _catalog.Share(1, "old a", "old b");
        _catalog.Share(2, "shared all the time");
        _catalog.Depart(1);
        var before = _catalog.Time.Now;
        _catalog.Time.Now += TimeSpan.FromDays(10);
        _catalog.Arrive(1);
        _catalog.Share(1, "old b");
        _catalog.Depart(1);
        Assert.Equal(0, _catalog.Store.Forget(before));
        Assert.Equal(1, _catalog.Store.Forget(before + TimeSpan.FromDays(1)));
        Assert.Equal(0, _catalog.Store.Forget(before + TimeSpan.FromDays(1)));
        Assert.Equal(new CatalogCounts(1, 1000, 2), _catalog.Store.Counts);
        Assert.Equal(["shared all the time"], _catalog.Search("shared"));
        Assert.Equal(OutcomeKind.AlreadyShared, _catalog.Share(2, "shared all the time")[0].Kind);

        // It was seen when the others were looked through.
        _catalog.Reopen();
        Assert.Equal(0, _catalog.Store.Forget(_catalog.Time.Now));
        Assert.Equal(2, _catalog.Store.Forget(_catalog.Time.Now + TimeSpan.FromDays(1)));
        Assert.Equal(0L, _catalog.Ask("SELECT count(*) FROM files"));
    }

    [Fact]
    public void A_forgotten_file_s_words_find_nothing_when_it_comes_again()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, TestCatalog.File("path") with { Text = "first" });
        _catalog.Depart(1);
        Assert.Equal(1, _catalog.Store.Forget(_catalog.Time.Now + TimeSpan.FromDays(1)));
        _catalog.Arrive(1);
        _catalog.Share(1, TestCatalog.File("path") with { Text = "second" });
        Assert.Empty(_catalog.Search("first"));
        Assert.Equal(["second"], _catalog.Search("second"));
    }

    [Fact]
    public void Where_there_is_no_room_the_longest_unseen_of_absent_owners_go_first()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, [.. Enumerable.Range(0, 100).Select(i => $"oldest {i}")]);
        _catalog.Arrive(3);
        _catalog.Share(3, "old and shared");
        _catalog.Depart(1);
        _catalog.Time.Now += TimeSpan.FromDays(1);
        _catalog.Arrive(1);
        _catalog.Share(1, [.. Enumerable.Range(0, 199).Select(i => $"newer {i}")]);
        _catalog.Depart(1);
        Assert.Equal(300, _catalog.Store.Counts.Kept);

        _catalog.Arrive(2);
        Assert.Equal(OutcomeKind.Done, _catalog.Share(2, "one more")[0].Kind);
        Assert.InRange(_catalog.Store.Counts.Kept, 201, 300);
        Assert.Equal(199L, _catalog.Ask("SELECT count(*) FROM files WHERE text LIKE 'newer%'"));
        Assert.Equal(["old and shared"], _catalog.Search("old"));
        Assert.All(_catalog.Share(2, [.. Enumerable.Range(0, 298).Select(i => $"many {i}")]), outcome => Assert.Equal(OutcomeKind.Done, outcome.Kind));
        Assert.Equal(new CatalogCounts(300, 300_000, 300), _catalog.Store.Counts);
        Assert.Equal(0L, _catalog.Ask("SELECT count(*) FROM files WHERE text LIKE 'newer%'"));
    }

    [Fact]
    public void Where_all_are_shared_one_more_finds_no_room_until_one_goes()
    {
        _catalog.Arrive(1);
        _catalog.Arrive(2);
        var outcomes = _catalog.Share(1, [.. Enumerable.Range(0, 302).Select(i => $"many {i}")]);
        Assert.Equal([OutcomeKind.Done, OutcomeKind.Full, OutcomeKind.Full], outcomes[299..].Select(outcome => outcome.Kind));
        Assert.Equal(new ChangeOutcome(OutcomeKind.Full, 0, 0), _catalog.Share(2, "mine")[0]);
        Assert.Equal(OutcomeKind.AlreadyShared, _catalog.Share(1, "many 7")[0].Kind);
        _catalog.Unshare(1, "many 299");
        Assert.Equal(OutcomeKind.Done, _catalog.Share(2, "mine")[0].Kind);
        Assert.Equal(["mine"], _catalog.Search("mine"));
        Assert.Equal(0L, _catalog.Ask("SELECT count(*) FROM files WHERE text = 'many 299'"));
    }

    /// <summary>Of the memory for what is shared now a part is taken from the start; the rest is there again when an owner goes.</summary>
    [Fact]
    public void Where_the_memory_is_used_up_nothing_more_is_shared_until_somebody_goes()
    {
        using var catalog = new TestCatalog(new CatalogOptions { LiveMemory = 120_000 });
        catalog.Arrive(1);
        catalog.Arrive(2);
        var outcomes = catalog.Share(1, [.. Enumerable.Range(0, 1000).Select(i => $"many {i}")]);
        var fitted = outcomes.Count(outcome => outcome.Kind == OutcomeKind.Done);
        Assert.InRange(fitted, 100, 900);
        Assert.All(outcomes[fitted..], outcome => Assert.Equal(OutcomeKind.Full, outcome.Kind));
        Assert.Equal(fitted, catalog.Store.Counts.Kept);
        catalog.Depart(1);
        Assert.Equal(OutcomeKind.Done, catalog.Share(2, "mine")[0].Kind);
        Assert.Equal(["mine"], catalog.Search("mine"));
    }
}
