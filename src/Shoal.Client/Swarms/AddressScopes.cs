using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Tells addresses apart by where they can be reached, and by whose they are.</summary>
internal static class AddressScopes
{
    public static AddressScope ScopeOf(Endpoint endpoint)
    {
        Span<byte> address = stackalloc byte[16];
        return endpoint.WriteAddress(address) == 4 ? OfIPv4(address) : OfIPv6(address);
    }

    /// <summary>The network that one owner is likely to hold: /24, or /64 for IPv6.</summary>
    public static Endpoint NetworkOf(Endpoint endpoint)
    {
        Span<byte> address = stackalloc byte[16];
        address = address[..endpoint.WriteAddress(address)];
        address[(address.Length == 4 ? 3 : 8)..].Clear();
        return Endpoint.FromBytes(address, 0);
    }

    private static AddressScope OfIPv4(ReadOnlySpan<byte> address) => (address[0], address[1]) switch
    {
        (0 or >= 224, _) => AddressScope.None,
        (127, _) => AddressScope.Machine,
        (10, _) or (172, >= 16 and < 32) or (192, 168) or (100, >= 64 and < 128) or (169, 254) => AddressScope.Network,
        _ => AddressScope.Global,
    };

    private static AddressScope OfIPv6(ReadOnlySpan<byte> address) => (address[0], address[1]) switch
    {
        (0, 0) when address[..15].IndexOfAnyExcept((byte)0) < 0 => address[15] == 1 ? AddressScope.Machine : AddressScope.None,
        (0xff, _) or (0xfe, >= 0x80 and < 0xc0) => AddressScope.None,
        (0xfc or 0xfd, _) => AddressScope.Network,
        _ => AddressScope.Global,
    };
}
