namespace Shoal.Trackers.Tests;

public sealed class ShownUrlTests
{
    [Theory]
    [InlineData("http://tracker.org/announce", "http://tracker.org:80/announce")]
    [InlineData("https://tracker.org:8443/announce.php?passkey=0123456789abcdef", "https://tracker.org:8443/announce.php?…")]
    [InlineData("http://tracker.org/0123456789abcdef/announce", "http://tracker.org:80/…/announce")]
    [InlineData("http://tracker.org/announce/0123456789abcdef", "http://tracker.org:80/…/…")]
    [InlineData("http://tracker.org/0123456789abcdef", "http://tracker.org:80/…")]
    [InlineData("http://tracker.org/abcdefabcdefabcdefabcdefabcdefab", "http://tracker.org:80/…")]
    [InlineData("http://anna:geheim@tracker.org/announce#frag", "http://tracker.org:80/announce")]
    [InlineData("udp://[2001:db8::1]:6969/announce?a", "udp://[2001:db8::1]:6969/announce?…")]
    [InlineData("udp://tracker.org:6969", "udp://tracker.org:6969")]
    [InlineData("wss://tracker.org/", "wss://tracker.org:443")]
    [InlineData("no url at all", "an unreadable URL")]
    public void A_tracker_is_shown_without_what_may_be_a_passkey(string url, string shown)
    {
        Assert.Equal(shown, ShownUrl.Of(url));
        Assert.Equal($"'{shown}' fails", ShownUrl.Hide($"'{url}' fails", url).Replace("no url at all", "an unreadable URL", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_that_repeats_a_passkey_in_any_form_is_shown_without_it()
    {
        const string Url = "http://u5er:pa55%20word@t.org/k3y-in-path/announce?pid=k3y%2Bquery&x=1";
        Assert.Equal("bad … or … or … or … at announce, x=1", ShownUrl.Hide("bad K3Y-IN-PATH or k3y+query or k3y%2Bquery or pa55 word at announce, x=1", Url));
    }
}
