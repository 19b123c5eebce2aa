using Shoal.Metainfo;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class HttpScrapeTests
{
    [Theory]
    // The example of BEP 48, then what stood in Transmission's announce and scrape of one tracker, then forms in use.
    [InlineData("http://tracker/announce", "http://tracker/scrape?info_hash=")]
    [InlineData("http://t/x/announce?passkey=abc", "http://t/x/scrape?passkey=abc&info_hash=")]
    [InlineData("http://t/announce.php?a=/announce", "http://t/scrape.php?a=/announce&info_hash=")]
    [InlineData("http://t/PASS/announce", "http://t/PASS/scrape?info_hash=")]
    [InlineData("http://t/announce/PASS", "http://t/scrape/PASS?info_hash=")]
    [InlineData("http://announce.example/announce#x", "http://announce.example/scrape?info_hash=")]
    [InlineData("http://announce/announces/announce", "http://announce/announces/scrape?info_hash=")]
    public void Announce_becomes_scrape(string url, string beginning) => Assert.StartsWith(beginning, HttpScrape.UrlOf(url, [Announces.Hash]), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://t/a")]
    [InlineData("http://t")]
    [InlineData("http://announce")]
    [InlineData("http://t/x?u=/announce")]
    [InlineData("http://t?u=/announce")]
    [InlineData("http://t/xannounce")]
    [InlineData("http://t/Announce")]
    [InlineData("announce")]
    [InlineData("")]
    public void Without_an_announce_in_the_path_there_is_no_scrape(string url) => Assert.Null(HttpScrape.UrlOf(url, [Announces.Hash]));

    [Fact]
    public void Several_hashes_are_asked_about_at_once() => Assert.Equal(
        "http://tracker/scrape?info_hash=xxxxxxxxxxxxxxxxxxxx&info_hash=yyyyyyyyyyyyyyyyyyyy",
        HttpScrape.UrlOf("http://tracker/announce", [new Sha1Hash("xxxxxxxxxxxxxxxxxxxx"u8), new Sha1Hash("yyyyyyyyyyyyyyyyyyyy"u8)]));

    [Fact]
    public void Opentrackers_answer_is_read()
    {
        byte[] body = [.. "d5:filesd20:"u8, .. Announces.Hash.Span, .. "d8:completei2e10:downloadedi1e10:incompletei0eeee"u8];
        Assert.True(HttpScrapeReply.TryRead(body, out var reply, out _));
        Assert.Null(reply.Failure);
        Assert.Equal(new ScrapeCounts(Seeders: 2, Completed: 1, Leechers: 0), Assert.Single(reply.Swarms, swarm => swarm.Key == Announces.Hash).Value);
    }

    [Fact]
    public void The_answer_in_bep_48_is_read()
    {
        var body = "d5:filesd20:xxxxxxxxxxxxxxxxxxxxd8:completei11e10:downloadedi13772e10:incompletei19ee20:yyyyyyyyyyyyyyyyyyyyd8:completei21e10:downloadedi206e10:incompletei20eeee"u8.ToArray();
        Assert.True(HttpScrapeReply.TryRead(body, out var reply, out _));
        Assert.Equal(new ScrapeCounts(11, 13772, 19), reply.Swarms[new Sha1Hash("xxxxxxxxxxxxxxxxxxxx"u8)]);
        Assert.Equal(new ScrapeCounts(21, 206, 20), reply.Swarms[new Sha1Hash("yyyyyyyyyyyyyyyyyyyy"u8)]);
    }

    [Theory]
    [InlineData("d5:filesdee")]
    [InlineData("d5:files0:e")]
    [InlineData("d5:filesd3:abcd8:completei1eeee")]
    public void An_answer_about_no_swarm_is_empty(string body)
    {
        Assert.True(HttpScrapeReply.TryRead(Announces.Latin(body), out var reply, out _));
        Assert.Empty(reply.Swarms);
    }

    [Fact]
    public void Counts_that_cannot_be_are_none()
    {
        var body = "d5:filesd20:xxxxxxxxxxxxxxxxxxxxd8:completei-1e10:downloadedi99999999999e10:incomplete1:xeeee"u8.ToArray();
        Assert.True(HttpScrapeReply.TryRead(body, out var reply, out _));
        Assert.Equal(new ScrapeCounts(0, int.MaxValue, 0), Assert.Single(reply.Swarms).Value);
    }

    [Fact]
    public void A_full_scrape_that_nobody_asked_for_is_cut()
    {
        var body = "d5:filesd" + string.Concat(Enumerable.Range(0, 500).Select(i => $"20:{i:d20}d8:completei1ee")) + "ee";
        Assert.True(HttpScrapeReply.TryRead(Announces.Latin(body), out var reply, out _));
        Assert.Equal(74, reply.Swarms.Count);
    }

    [Theory]
    [InlineData("d14:failure reason2:noe", "no")]
    [InlineData("d14:failure reasoni1ee", "the tracker refused and gave no reason")]
    public void A_failure_is_an_answer(string body, string failure)
    {
        Assert.True(HttpScrapeReply.TryRead(Announces.Latin(body), out var reply, out _));
        Assert.Equal(failure, reply.Failure);
    }

    [Theory]
    [InlineData("", "the answer is not a tracker's: the data ends inside a value (at byte 0)")]
    [InlineData("<title>Not Found</title>\n", "the answer is not a tracker's: no value begins with this byte (at byte 0)")]
    [InlineData("le", "the answer is not a tracker's: it is no dictionary")]
    [InlineData("de", "the answer has no \"files\"")]
    public void What_is_no_answer_has_a_reason(string body, string expected)
    {
        Assert.False(HttpScrapeReply.TryRead(Announces.Latin(body), out var reply, out var reason));
        Assert.Null(reply);
        Assert.Equal(expected, reason);
    }
}
