namespace Shoal.Trackers.Tests;

public sealed class HostileHostTests
{
    /// <summary>The framework takes such hosts for good, and throws when it is asked for their form in DNS.</summary>
    [Theory]
    [InlineData("http://℀.com/announce")]
    [InlineData("udp://一丁丂七丄丅丆万丈三上下丌不与丏丐丑丒专且丕世丗丘丙业丛东:6969/announce")]
    [InlineData("http://一丁丂七丄丅丆万丈三上下丌不与丏丐丑丒专且丕世丗丘丙业丛东丝丞丢丣两严並丧丨丩个丫丬中丮丯丰丱串.com/announce")]
    public void A_host_in_no_form_of_DNS_is_refused_or_harmless(string url)
    {
        if (TrackerUrl.TryParse(url, out var parts, out var reason))
        {
            Assert.DoesNotContain('/', parts.Host);
        }
        else
        {
            Assert.Equal("cannot be read", reason);
        }

        Assert.NotEmpty(ShownUrl.Of(url));
    }
}
