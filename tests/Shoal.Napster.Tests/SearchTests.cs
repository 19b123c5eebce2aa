using Shoal.Napster.Protocol;
using Shoal.Napster.Server;

namespace Shoal.Napster.Tests;

/// <summary>Sharing and finding.</summary>
public sealed class SearchTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void What_one_shares_another_finds_and_asks_for()
    {
        var ann = _desk.User("ann", port: 6700, link: 9).Send(MessageType.Share, $"\"\\music\\Foo Fighters - Everlong.mp3\" {Token} 4000000 192 44100 250");
        var ben = _desk.User("ben");
        Assert.Equal(
            [$"201 \"\\music\\Foo Fighters - Everlong.mp3\" {Token} 4000000 192 44100 250 ann 16777343 9", "202"],
            ben.Ask(MessageType.Search, "FILENAME CONTAINS \"everlong foo\" MAX_RESULTS 10"));
        Assert.Equal(["202"], ann.Ask(MessageType.Search, "FILENAME CONTAINS \"everlong\""));
        Assert.Empty(ben.Ask(MessageType.Request, "ann \"\\music\\Foo Fighters - Everlong.mp3\""));
        Assert.Equal(["607 ben \"\\music\\Foo Fighters - Everlong.mp3\""], ann.Lines());
        ann.Send(MessageType.UploadAccept, "ben \"\\music\\Foo Fighters - Everlong.mp3\"");
        Assert.Equal([$"204 ann 16777343 6700 \"\\music\\Foo Fighters - Everlong.mp3\" {Token} 9"], ben.Lines());
    }

    [Fact]
    public void A_search_goes_on_where_a_page_was_cut_and_tells_where_to_go_on_itself()
    {
        var ann = _desk.User("ann", port: 6700, link: 9);
        for (var i = 0; i < 30; i++)
        {
            ann.Send(MessageType.Share, $"\"\\music\\tune {i:d2}.mp3\" {Token} {i} 192 44100 250");
        }

        _desk.Catalog.PageLength = 3;
        var ben = _desk.User("ben");
        Assert.Equal(21, ben.Ask(MessageType.Search, "FILENAME CONTAINS tune MAX_RESULTS 20").Count);
        var first = ben.Ask(MessageType.Search, "FILENAME CONTAINS tune MAX_RESULTS 20 CURSOR \"\"");
        var cursor = first[^1]["202 ".Length..];
        var second = ben.Ask(MessageType.Search, $"FILENAME CONTAINS tune MAX_RESULTS 20 CURSOR \"{cursor}\"");
        Assert.Equal(30, first.Concat(second).Where(static line => line.StartsWith("201", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal("202", second[^1]);
    }

    /// <summary>opennap-ng: two parts and no suffix (napster-protocol.md §4); ours: three parts and the suffix (docs/napster.md).</summary>
    [Theory]
    [InlineData(false, "beta", true)]
    [InlineData(false, "alpha", false)]
    [InlineData(false, "mp3", true)]
    [InlineData(false, "live", true)]
    [InlineData(true, "gamma", true)]
    [InlineData(true, "beta", false)]
    [InlineData(true, "mp3", false)]
    [InlineData(true, "delta", true)]
    [InlineData(true, "live", true)]
    public void A_file_is_found_by_as_many_parts_of_its_path_as_the_server_takes_and_by_its_suffix_where_it_takes_that(bool isOpenNap, string word, bool isFound)
    {
        using var desk = new NapsterDesk(options => isOpenNap ? options with { Dialect = Dialect.OpenNapNg } : options);
        desk.User("ann").Send(MessageType.Share, $"\"C:\\alpha/beta\\gamma\\delta.live.mp3\" {Token} 1 128 44100 10");
        Assert.Equal(isFound ? 2 : 1, desk.User("ben").Ask(MessageType.Search, $"FILENAME CONTAINS \"{word}\"").Count);
    }

    /// <summary>A dot of a folder begins no suffix.</summary>
    [Fact]
    public void A_name_without_a_suffix_keeps_the_words_of_its_folder()
    {
        using var desk = new NapsterDesk(static options => options with { Dialect = Dialect.OpenNapNg });
        desk.User("ann").Send(MessageType.Share, $"\"C:\\songs.live\\moon\" {Token} 1 128 44100 10");
        var ben = desk.User("ben");
        Assert.Equal(2, ben.Ask(MessageType.Search, "FILENAME CONTAINS \"live\"").Count);
        Assert.Equal(2, ben.Ask(MessageType.Search, "FILENAME CONTAINS \"moon\"").Count);
    }

    public void Dispose() => _desk.Dispose();
}
