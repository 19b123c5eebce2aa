using System.Text;
using Shoal.TrackerServer.Http;

namespace Shoal.TrackerServer.Tests.Http;

public sealed class TrackerPathTests
{
    [Theory]
    [InlineData("/announce", "Announce", "")]
    [InlineData("/scrape", "Scrape", "")]
    [InlineData("/0123456789abcdef0123456789abcdef/announce", "Announce", "0123456789abcdef0123456789abcdef")]
    [InlineData("/Aa9-_/scrape", "Scrape", "Aa9-_")]
    [InlineData("/announce/Aa9-_", "Announce", "Aa9-_")]
    [InlineData("/scrape/Aa9-_", "Scrape", "Aa9-_")]
    // The word at the end is the one that a client puts the other in the place of.
    [InlineData("/announce/announce", "Announce", "announce")]
    [InlineData("/announce/scrape", "Scrape", "announce")]
    [InlineData("", "None", "")]
    [InlineData("/", "None", "")]
    [InlineData("announce", "None", "")]
    [InlineData("/announce/", "None", "")]
    [InlineData("//announce", "None", "")]
    [InlineData("/Announce", "None", "")]
    [InlineData("/key/other", "None", "")]
    [InlineData("/a/b/announce", "None", "")]
    [InlineData("/announce/a/b", "None", "")]
    [InlineData("/a%41/announce", "None", "")]
    public void A_path_has_an_action_and_perhaps_a_passkey(string path, string action, string passkey)
    {
        var read = TrackerPath.Read(Encoding.Latin1.GetBytes(path));
        Assert.Equal((action, passkey), (read.Action.ToString(), Encoding.Latin1.GetString(read.Passkey)));
    }

    [Fact]
    public void A_passkey_has_64_bytes_at_most()
    {
        Assert.Equal(64, TrackerPath.Read(Encoding.Latin1.GetBytes($"/{new string('k', 64)}/announce")).Passkey.Length);
        Assert.Equal(TrackerAction.None, TrackerPath.Read(Encoding.Latin1.GetBytes($"/{new string('k', 65)}/announce")).Action);
    }
}
