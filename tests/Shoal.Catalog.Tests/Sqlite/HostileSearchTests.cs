using System.Text;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Tests.Sqlite;

/// <summary>Searches that nobody means well with.</summary>
public sealed class HostileSearchTests : IDisposable
{
    private readonly TestCatalog _catalog = new();

    public HostileSearchTests()
    {
        _catalog.Arrive(1);
        _catalog.Share(1, "rock and roll near here", "NOT or AND");
    }

    public void Dispose() => _catalog.Dispose();

    [Theory]
    [InlineData("\"")]
    [InlineData("rock\" OR \"roll")]
    [InlineData("rock*")]
    [InlineData("text:rock")]
    [InlineData("{text}: rock")]
    [InlineData("^rock")]
    [InlineData("NEAR(rock roll)")]
    [InlineData("rock\0roll")]
    [InlineData("\0")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("(")]
    [InlineData("rock AND roll")]
    [InlineData("ROCK")]
    [InlineData("#")]
    [InlineData("\ud800")]
    public void A_term_that_is_no_word_is_in_no_file(string term)
    {
        var query = TestCatalog.Query("rock");
        Assert.Empty(_catalog.Search(query with { All = [new SearchTerm([term])] }));
        Assert.Empty(_catalog.Search(query with { All = [new SearchTerm(["rock", term])] }));
        Assert.Empty(_catalog.Search(query with { All = [.. query.All, new SearchTerm([term], IsPrefix: true)] }));
        Assert.Single(_catalog.Search(query with { None = [new SearchTerm([term]), new SearchTerm([term], IsPrefix: true)] }));
    }

    [Fact]
    public void Words_of_the_index_s_own_language_are_words()
    {
        Assert.Equal(["NOT or AND"], _catalog.Search("and not or"));
        Assert.Equal(["rock and roll near here"], _catalog.Search("near"));
        Assert.Empty(_catalog.Search("near not"));
    }

    [Fact]
    public void A_query_of_ten_thousand_words_finds_nothing()
    {
        var many = Enumerable.Repeat(new SearchTerm(["rock"]), 10_000).ToList();
        var query = TestCatalog.Query("rock");
        Assert.Empty(_catalog.Search(query with { All = many }));
        Assert.Empty(_catalog.Search(query with { None = many }));
        Assert.Empty(_catalog.Search(query with { All = [new SearchTerm([.. many.Select(term => term.Words[0])])] }));
        Assert.Single(_catalog.Search(query with { All = [.. many.Take(64)] }));
        _catalog.Share(1, string.Join(' ', Enumerable.Repeat("echo", 64)));
        var phrase = new SearchTerm([.. Enumerable.Repeat("echo", 40)]);
        Assert.Single(_catalog.Search(query with { All = [phrase] }));
        Assert.Empty(_catalog.Search(query with { All = [phrase, phrase] }));
        Assert.Empty(_catalog.Search(query with { All = [] }));
        Assert.Empty(_catalog.Search(query with { All = [new SearchTerm([])] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("0.0.0")]
    [InlineData("1.2.0")]
    [InlineData("1.0.0.0")]
    [InlineData("-1.0.0")]
    [InlineData("ffffffffffffffff.0.0")]
    [InlineData("x.y.z")]
    public void A_place_that_was_never_given_is_behind_the_end(string after) => Assert.Equal("", Page(after));

    [Fact]
    public void A_place_far_beyond_the_files_is_no_fault()
    {
        Assert.Equal("", Page("7fffffffffffffff.0.0"));
        Assert.Equal("rock and roll near here", Page("7fffffffffff.1.0"));
        Assert.Equal("", Page("ffff.1.ffffffffffffffff"));
    }

    [Fact]
    public void Others_ask_for_what_is_not_there()
    {
        Assert.Empty(_catalog.Reader.Browse(new OwnerId(1), long.MaxValue, 10));
        Assert.Empty(_catalog.Reader.Browse(new OwnerId(99), 0, 10));
        Assert.Empty(_catalog.Reader.Sources([], 1000, 10));
        Assert.Empty(_catalog.Reader.Sources(new byte[100_000], 1000, 10));
        Assert.Null(_catalog.Reader.Find(new OwnerId(1), Encoding.UTF8.GetBytes(new string('x', 100_000))));
    }

    private string Page(string after)
    {
        var page = _catalog.Reader.Search(TestCatalog.Query("rock", after: after));
        Assert.Null(page.Next);
        return string.Join('|', page.Files.Select(found => found.File.Text));
    }
}
