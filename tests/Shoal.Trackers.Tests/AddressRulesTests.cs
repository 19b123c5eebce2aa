using System.Net;

namespace Shoal.Trackers.Tests;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("2001:db8::1", AddressKind.Public)]
    [InlineData("172.15.255.255", AddressKind.Public)]
    [InlineData("172.32.0.0", AddressKind.Public)]
    [InlineData("10.255.0.1", AddressKind.Private)]
    [InlineData("172.16.0.1", AddressKind.Private)]
    [InlineData("192.168.0.1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Private)]
    [InlineData("fd12::1", AddressKind.Private)]
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("127.255.1.2", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("fe80::1%3", AddressKind.LinkLocal)]
    [InlineData("fd00:ec2::254", AddressKind.LinkLocal)]
    [InlineData("0.0.0.0", AddressKind.Unusable)]
    [InlineData("::", AddressKind.Unusable)]
    [InlineData("224.0.0.1", AddressKind.Unusable)]
    [InlineData("255.255.255.255", AddressKind.Unusable)]
    [InlineData("ff02::1", AddressKind.Unusable)]
    [InlineData("::ffff:127.0.0.1", AddressKind.Loopback)]
    [InlineData("::ffff:169.254.1.1", AddressKind.LinkLocal)]
    [InlineData("64:ff9b::10.0.0.1", AddressKind.Private)]
    [InlineData("2002:7f00:1::", AddressKind.Loopback)]
    [InlineData("::127.0.0.1", AddressKind.Loopback)]
    public void An_address_is_as_near_as_RFC_6890_says(string address, object kind) => Assert.Equal((AddressKind)kind, AddressRules.KindOf(IPAddress.Parse(address)));

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
        Assert.Equal(isFollowed, AddressRules.RedirectRefusal(AddressRules.KindOf(IPAddress.Parse(from)), IPAddress.Parse(to), allow) is null);
}
