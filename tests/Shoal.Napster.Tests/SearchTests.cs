using Shoal.Napster.Protocol;

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

    public void Dispose() => _desk.Dispose();
}
