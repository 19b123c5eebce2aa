using System.Buffers.Binary;
using System.Net;

namespace Shoal.Runtime;

/// <summary>Tells addresses apart by the networks of RFC 6890 that are not anybody's.</summary>
public static class AddressKinds
{
    /// <summary>Amazon's metadata service by IPv6, fd00:ec2::254.</summary>
    private static readonly UInt128 Metadata = new(0xfd00_0ec2_0000_0000, 0x254);

    /// <summary>A scope id changes nothing.</summary>
    public static AddressKind Of(IPAddress address) => Of(Endpoint.From(address, 0));

    /// <summary>The kind of its address, whatever the port.</summary>
    public static AddressKind Of(Endpoint endpoint)
    {
        Span<byte> address = stackalloc byte[16];
        return endpoint.WriteAddress(address) == 4 ? OfIPv4(address) : OfIPv6(address);
    }

    private static AddressKind OfIPv4(ReadOnlySpan<byte> address) => (address[0], address[1]) switch
    {
        (127, _) => AddressKind.Loopback,
        (169, 254) => AddressKind.LinkLocal,
        (10, _) or (172, >= 16 and < 32) or (192, 168) or (100, >= 64 and < 128) or (198, 18 or 19) => AddressKind.Private,
        (0 or >= 224, _) => AddressKind.Unusable,
        _ => AddressKind.Public,
    };

    /// <summary>An IPv4 address inside an IPv6 one leads where the inner one does: NAT64 (RFC 6052), 6to4 (RFC 3056), IPv4-compatible (RFC 4291 §2.5.5.1).</summary>
    private static AddressKind OfIPv6(ReadOnlySpan<byte> address)
    {
        var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]));
        return (address[0], address[1]) switch
        {
            _ when (high, low) == (0, 0) => AddressKind.Unusable,
            _ when (high, low) == (0, 1) => AddressKind.Loopback,
            _ when high is 0 or 0x0064_ff9b_0000_0000 && low <= uint.MaxValue => OfIPv4(address[12..]),
            (0x20, 0x02) => OfIPv4(address[2..]),
            _ when new UInt128(high, low) == Metadata => AddressKind.LinkLocal,
            (0xfe, >= 0x80 and < 0xc0) => AddressKind.LinkLocal,
            (0xfc or 0xfd, _) or (0xfe, >= 0xc0) => AddressKind.Private,
            (0xff, _) => AddressKind.Unusable,
            _ => AddressKind.Public,
        };
    }
}
