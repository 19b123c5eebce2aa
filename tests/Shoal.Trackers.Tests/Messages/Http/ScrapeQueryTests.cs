using Shoal.Metainfo;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class ScrapeQueryTests
{
    [Fact]
    public void Transmissions_scrape_is_read()
    {
        Assert.True(ScrapeQuery.TryParse("passkey=abc&info_hash=zX%9a%91R%cc%1a%19%a8%25%aaB2%b0%1b%dfd%d6%cc%ed"u8, out var hashes, out _));
        Assert.Equal([Announces.Hash], hashes);
    }

    [Fact]
    public void Several_hashes_are_read_in_their_order()
    {
        Assert.True(ScrapeQuery.TryParse("info_hash=yyyyyyyyyyyyyyyyyyyy&info_hash=xxxxxxxxxxxxxxxxxxxx"u8, out var hashes, out _));
        Assert.Equal([new Sha1Hash("yyyyyyyyyyyyyyyyyyyy"u8), new Sha1Hash("xxxxxxxxxxxxxxxxxxxx"u8)], hashes);
    }

    [Fact]
    public void What_a_client_writes_for_the_most_swarms_the_tracker_reads()
    {
        // 0xff bytes, which are the longest when escaped.
        var all = Enumerable.Range(0, HttpScrape.HashesAtOnce).Select(i => new Sha1Hash([.. Enumerable.Repeat((byte)(255 - i), 20)])).ToArray();
        var url = HttpScrape.UrlOf("http://t/announce", all)!;
        Assert.True(ScrapeQuery.TryParse(Announces.Latin(url["http://t/scrape?".Length..]), out var hashes, out var reason), reason);
        Assert.Equal(all, hashes);
    }

    [Theory]
    [InlineData("", "info_hash is missing")]
    [InlineData("a=b", "info_hash is missing")]
    [InlineData("info_hash=short", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=yyyyyyyyyyyyyyyyyyyy&info_hash=%", "info_hash is not 20 bytes, percent-encoded")]
    public void A_bad_scrape_is_refused_with_a_sentence(string query, string expected)
    {
        Assert.False(ScrapeQuery.TryParse(Announces.Latin(query), out var hashes, out var reason));
        Assert.Null(hashes);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void A_scrape_without_end_is_refused()
    {
        Assert.False(ScrapeQuery.TryParse(Announces.Latin(string.Concat(Enumerable.Repeat("info_hash=yyyyyyyyyyyyyyyyyyyy&", 75))), out _, out var reason));
        Assert.Equal("there are more than 74 info_hash", reason);
        Assert.False(ScrapeQuery.TryParse(new byte[8193], out _, out reason));
        Assert.Equal("the query is longer than 8192 bytes", reason);
    }
}
