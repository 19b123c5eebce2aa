using System.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Tests;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", "10.0.0.1", false, false)]
    [InlineData("8.8.8.8", "127.0.0.1", false, false)]
    [InlineData("10.0.0.1", "127.0.0.1", false, false)]
    [InlineData("8.8.8.8", "10.0.0.1", true, true)]
    [InlineData("8.8.8.8", "127.0.0.1", true, true)]
    [InlineData("8.8.8.8", "169.254.169.254", true, false)]
    [InlineData("127.0.0.1", "169.254.169.254", true, false)]
    [InlineData("8.8.8.8", "224.0.0.1", true, false)]
    [InlineData("8.8.8.8", "9.9.9.9", false, true)]
    [InlineData("10.0.0.1", "192.168.0.1", false, true)]
    [InlineData("127.0.0.1", "127.0.0.1", false, true)]
    [InlineData("127.0.0.1", "8.8.8.8", false, true)]
    public void A_redirect_leads_to_no_nearer_network_unless_that_is_allowed(string from, string to, bool allow, bool isFollowed) =>
        Assert.Equal(isFollowed, AddressRules.RedirectRefusal(AddressKinds.Of(IPAddress.Parse(from)), IPAddress.Parse(to), allow) is null);
}
