using System.Net;

namespace Shoal.Runtime.Tests;

public sealed class AddressKindsTests
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
    [InlineData("100.128.0.0", AddressKind.Public)]
    [InlineData("198.17.255.255", AddressKind.Public)]
    [InlineData("198.19.255.255", AddressKind.Private)]
    [InlineData("240.0.0.1", AddressKind.Unusable)]
    [InlineData("febf::1", AddressKind.LinkLocal)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("64:ff9b::8.8.8.8", AddressKind.Public)]
    [InlineData("64:ff9b:0:0:0:1:a00:1", AddressKind.Public)]
    public void An_address_is_as_near_as_RFC_6890_says(string address, AddressKind kind) => Assert.Equal(kind, AddressKinds.Of(IPAddress.Parse(address)));
}
