using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class HttpAnnounceTests
{
    private const string Url = "http://t.example/announce";

    // As libtorrent 2.0.8 and Transmission 3.00 escape the same bytes.
    private const string EscapedHash = "zX%9a%91R%cc%1a%19%a8%25%aaB2%b0%1b%dfd%d6%cc%ed";

    [Fact]
    public void Everything_is_told_in_the_form_that_libtorrent_and_transmission_use()
    {
        var request = new AnnounceRequest(Announces.Hash, new PeerId("-LT2080-ouHy)1AWxhOt"u8), 16881, 1, 2, 100000, AnnounceEvent.Started, 0xB76F2AF9, 200) { TrackerId = "a&\u00ff" };
        Assert.Equal(
            Url + "?info_hash=" + EscapedHash + "&peer_id=-LT2080-ouHy%291AWxhOt&port=16881&uploaded=1&downloaded=2&left=100000"
            + "&compact=1&no_peer_id=1&key=b76f2af9&numwant=200&event=started&trackerid=a%26%ff",
            HttpAnnounce.UrlOf(Url, request));
    }

    [Fact]
    public void Unreserved_bytes_stay_and_all_others_are_escaped()
    {
        // RFC 3986, 2.3: letters, digits, "-", ".", "_" and "~".
        var request = Plain() with { InfoHash = new Sha1Hash("azAZ09-._~ +/?#&=%\0\u007f"u8) };
        Assert.Contains("info_hash=azAZ09-._~%20%2b%2f%3f%23%26%3d%25%00%7f&", HttpAnnounce.UrlOf(Url, request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://t/announce", "http://t/announce?info_hash=")]
    [InlineData("http://t/announce?passkey=a", "http://t/announce?passkey=a&info_hash=")]
    [InlineData("http://t/announce?", "http://t/announce?info_hash=")]
    [InlineData("http://t/announce?a=b&", "http://t/announce?a=b&info_hash=")]
    [InlineData("http://t/announce?a=b#part", "http://t/announce?a=b&info_hash=")]
    [InlineData("http://t/announce#part?x", "http://t/announce?info_hash=")]
    [InlineData("http://t:6969", "http://t:6969?info_hash=")]
    [InlineData("https://[::1]:444/PASS/announce.php", "https://[::1]:444/PASS/announce.php?info_hash=")]
    public void What_the_url_has_stays_in_front(string url, string beginning) => Assert.StartsWith(beginning, HttpAnnounce.UrlOf(url, Plain()), StringComparison.Ordinal);

    [Fact]
    public void A_regular_announce_tells_no_event_and_no_wish()
    {
        var url = HttpAnnounce.UrlOf(Url, Plain());
        Assert.DoesNotContain("event", url, StringComparison.Ordinal);
        Assert.DoesNotContain("numwant", url, StringComparison.Ordinal);
        Assert.DoesNotContain("trackerid", url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnnounceEvent.Started, "&event=started")]
    [InlineData(AnnounceEvent.Completed, "&event=completed")]
    [InlineData(AnnounceEvent.Stopped, "&numwant=0&event=stopped")]
    public void An_event_is_told_and_who_leaves_wants_nobody(AnnounceEvent what, string ending)
    {
        Assert.EndsWith(ending, HttpAnnounce.UrlOf(Url, Plain() with { Event = what }), StringComparison.Ordinal);
        Assert.EndsWith(what == AnnounceEvent.Stopped ? ending : "&numwant=9" + ending, HttpAnnounce.UrlOf(Url, Plain() with { Event = what, Wanted = 9 }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_has_eight_digits() => Assert.Contains("&key=0000000f", HttpAnnounce.UrlOf(Url, Plain() with { Key = 15 }), StringComparison.Ordinal);

    private static AnnounceRequest Plain() => Announces.Of("-XX0001-aaaaaaaaaaaa", 1, 5, AnnounceEvent.None, key: 0, wanted: null);
}
